/** Owns what went wrong as sentences: what happened, what it means, what to do. */
import type { Failure, Lang } from '@laban/shared'
import type { Dictionary } from '../words/words.ts'
import type { Trouble } from './bench.ts'
import type { SqlFault } from './fault.ts'
import { lineAndColumn } from './fault.ts'
import type { Refusal } from './refuse.ts'

type Words = Dictionary['lab']['trouble']

export type Told = {
  text: string
  /** "Dòng 2, cột 5"; null where it has no place. */
  place: string | null
  /** The engine's own words; null where it has nothing to add. */
  engine: string | null
}

function tellRefusal(refusal: Refusal, words: Words): string {
  switch (refusal.kind) {
    case 'outside':
      return words.outside(refusal.verb)
    case 'read-only':
      return words.readOnly(refusal.verb, refusal.table)
    case 'change':
      return words.change(refusal.verb)
    case 'not-carried':
      return words.notCarried(refusal.name)
  }
}

export function tellFault({ kind, near, candidates }: SqlFault, words: Words): string {
  const name = near ?? ''
  const nearest = candidates.length > 0 ? ` ${words.nearest(candidates.join(', '))}` : ''
  switch (kind) {
    case 'syntax':
      return near ? words.syntaxNear(near) : words.syntaxEnd
    case 'unknown-table':
      return words.unknownTable(name) + nearest
    case 'unknown-column':
      return words.unknownColumn(name) + nearest
    case 'unknown-function':
      return words.unknownFunction(name) + nearest
    case 'ambiguous':
      return words.ambiguous(name)
    case 'grouping':
      return words.grouping(name)
    case 'aggregate':
      return words.aggregate
    case 'type':
      return words.type
    case 'conversion':
      return words.conversion(near)
    case 'read-only':
      return words.readOnlyEngine
    case 'not-carried':
      return words.notCarried(name)
    case 'columns-differ':
      return words.columnsDiffer
    case 'no-table':
      return words.noTable
    case 'range':
      return words.range
    case 'memory':
      return words.memory
    case 'other':
      return words.other
  }
}

const tellFailure = ({ words }: Failure, lang: Lang): string => words[lang]

/** @param sql  text of the editor, which places are counted in */
export function tellTrouble(trouble: Trouble, sql: string, words: Words, lang: Lang): Told {
  const place = (from: number | null): string | null => {
    if (from === null) return null
    const { line, column } = lineAndColumn(sql, from)
    return words.at(line, column)
  }
  const plain = (text: string): Told => ({ text, place: null, engine: null })
  switch (trouble.kind) {
    case 'empty':
      return plain(words.empty)
    case 'refused':
      return { text: tellRefusal(trouble.refusal, words), place: place(trouble.from), engine: null }
    case 'statement':
      return { text: tellFault(trouble.fault, words), place: place(trouble.from), engine: trouble.fault.said }
    case 'release':
      return plain(words.release)
    case 'timeout':
      return plain(words.timeout(trouble.seconds))
    case 'memory':
      return plain(words.memory)
    case 'restarted':
      return plain(words.restarted)
    case 'failure':
      return plain(tellFailure(trouble.failure, lang))
    case 'unreachable':
      return plain(words.unreachable)
  }
}
