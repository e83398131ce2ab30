/** Owns the one way to make a table in the lab: `CREATE [OR REPLACE] [TEMP] TABLE name AS SELECT ...`, kept in the tab's memory. */
import type { Statement } from './lexer.ts'
import { nameOf } from './lexer.ts'

/** `from`: where `select` begins in the statement. */
export type OwnTable = { name: string; select: string; from: number }

export function ownTableIn({ tokens, sql, from }: Statement): OwnTable | null {
  const words = tokens.map(({ text }) => text.toLowerCase())
  if (words[0] !== 'create') return null
  let at = 1
  if (words[at] === 'or' && words[at + 1] === 'replace') at += 2
  if (words[at] === 'temp' || words[at] === 'temporary') at += 1
  if (words[at] !== 'table' && words[at] !== 'view') return null
  at += 1
  if (words[at] === 'own' && words[at + 1] === '.') at += 2
  const [named, as, body] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  const name = named && nameOf(named)
  if (name === undefined || as?.text.toLowerCase() !== 'as' || !body) return null
  return { name, select: sql.slice(body.from - from), from: body.from - from }
}
