/** Owns what the editor offers while one writes: tables, their columns, and the functions of the engine that runs. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { LabTable } from './table.ts'
import { nameOf, tokensOf } from './lexer.ts'

export type Offer = {
  tables: readonly LabTable[]
  /** Names of the engine's functions. */
  functions: readonly string[]
  tell: (words: { vi: string; en: string }) => string
  words: { table: string; own: string; function: string }
  /** A unit of measure as its short word. */
  measure: (key: string) => string
}

/** Plain names stand bare; all others in quotes. */
export const written = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`

const afterTable = /\b(?:from|join|describe|summarize|table)\s+(?:"[^"]*|[\w.]*)$/i

/** Table or alias -> table, of the statement around the place. */
function aliases(sql: string, tables: readonly LabTable[]): Map<string, LabTable> {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const found = new Map<string, LabTable>()
  const tokens = tokensOf(sql).filter(({ kind }) => kind !== 'comment')
  const reserved =
    /^(?:where|group|order|limit|having|join|left|right|inner|full|cross|on|using|union|natural|qualify|asof)$/i
  tokens.forEach((token, i) => {
    const table = byName.get(nameOf(token) ?? '')
    if (!table || !/^(?:from|join|,|\.)$/i.test(tokens[i - 1]?.text ?? '')) return
    found.set(table.name, table)
    const next = tokens[i + 1]?.text.toLowerCase() === 'as' ? tokens[i + 2] : tokens[i + 1]
    const alias = next && nameOf(next)
    if (alias !== undefined && !reserved.test(alias)) found.set(alias, table)
  })
  return found
}

function columnsOf(table: LabTable, { tell, measure }: Offer): Completion[] {
  return table.columns.map(({ name, title, type, measuredIn }) => ({
    label: written(name),
    type: 'property',
    detail: [title && tell(title), measuredIn ? measure(measuredIn) : type].filter(Boolean).join(' · '),
    boost: 2,
  }))
}

export const completeSql =
  (offer: () => Offer) =>
  (context: CompletionContext): CompletionResult | null => {
    const given = offer()
    const { tell, words } = given
    const sql = context.state.doc.toString()
    const line = sql.slice(0, context.pos)
    const inText = tokensOf(sql).find(({ from, to }) => from < context.pos && context.pos < to)
    if (inText?.kind === 'string' || inText?.kind === 'comment') return null
    const word = context.matchBefore(/"?[\p{L}\p{M}\w]*$/u)
    const from = word?.from ?? context.pos
    const dotted = /(?:"([^"]+)"|([\p{L}\w]+))\.$/u.exec(sql.slice(0, from))
    const named = aliases(sql, given.tables)
    if (dotted) {
      const table = named.get((dotted[1] ?? dotted[2] ?? '').toLowerCase())
      return table ? { from, options: columnsOf(table, given), validFor: /^"?[\p{L}\w]*$/u } : null
    }
    if (!context.explicit && (word === null || word.text === '')) return null
    const tables: Completion[] = given.tables.map((table) => ({
      label: written(table.name),
      type: 'class',
      detail: `${table.origin === 'own' ? words.own : words.table}${table.title ? ` · ${tell(table.title)}` : ''}`,
      boost: afterTable.test(line) ? 10 : 1,
    }))
    if (afterTable.test(line)) return { from, options: tables, validFor: /^"?[\p{L}\w]*$/u }
    const columns = new Map<string, Completion>()
    for (const table of new Set(named.values()))
      for (const option of columnsOf(table, given)) if (!columns.has(option.label)) columns.set(option.label, option)
    const functions: Completion[] = given.functions.map((name) => ({
      label: name,
      type: 'function',
      detail: words.function,
      apply: `${name}(`,
      boost: -1,
    }))
    return { from, options: [...columns.values(), ...tables, ...functions], validFor: /^"?[\p{L}\w]*$/u }
  }
