/** Owns which statements may run in the lab. The data is sealed by the engine anyway; this says so in words before it is tried. */
import type { Statement } from './lexer.ts'
import { nameOf } from './lexer.ts'
import { ownTableIn } from './own-table.ts'

export type Refusal =
  /** Reaches out of the engine: extensions, other files, settings. */
  | { kind: 'outside'; verb: string }
  /** Changes a table of the warehouse. */
  | { kind: 'read-only'; verb: string; table: string }
  /** Changes something in another way than by making a table of one's own. */
  | { kind: 'change'; verb: string }
  /** Needs a piece of the engine that is not carried (Parquet, JSON, time zones). */
  | { kind: 'not-carried'; name: string }

export type Refused = Refusal & { from: number; to: number }

const outside = new Set([
  'install',
  'load',
  'attach',
  'detach',
  'set',
  'reset',
  'pragma',
  'copy',
  'export',
  'import',
  'checkpoint',
  'force',
  'use',
  'call',
  'vacuum',
  'update_extensions',
  'prepare',
  'execute',
  'deallocate',
  'begin',
  'commit',
  'rollback',
  'abort',
  'start',
  'kill',
])
const changing = new Set(['insert', 'update', 'delete', 'truncate', 'alter', 'drop', 'create', 'merge', 'comment'])

/** Functions that live in extensions, which are never fetched. */
const notCarried =
  /^(?:read_parquet|parquet_\w+|parquet_scan|read_json\w*|read_ndjson\w*|json_\w+|to_json|from_json|row_to_json|array_to_json|iceberg_\w+|delta_scan|st_\w+|read_xlsx|sqlite_\w+|postgres_\w+|mysql_\w+)$/
const files = /^(?:read_csv\w*|sniff_csv|read_text|read_blob|glob)$/

/** @param known  tables of the warehouse, small letters */
export function refusalOf(statement: Statement, known: ReadonlySet<string>): Refused | undefined {
  const { tokens } = statement
  const first = tokens[0]
  if (!first) return undefined
  const verb = first.text.toLowerCase()
  const at = { from: first.from, to: first.to }
  if (outside.has(verb)) return { kind: 'outside', verb: first.text.toUpperCase(), ...at }
  for (const [i, token] of tokens.entries()) {
    const name = token.kind === 'word' && tokens[i + 1]?.text === '(' ? token.text.toLowerCase() : undefined
    if (name !== undefined && notCarried.test(name))
      return { kind: 'not-carried', name: token.text, from: token.from, to: token.to }
    if (name !== undefined && files.test(name))
      return { kind: 'outside', verb: token.text, from: token.from, to: token.to }
  }
  if (!changing.has(verb)) return undefined
  const own = ownTableIn(statement)
  const hit = tokens.slice(1, 10).find((token) => known.has(nameOf(token) ?? ''))
  if (own && !known.has(own.name)) return undefined
  return hit && (!own || known.has(own.name))
    ? { kind: 'read-only', verb: first.text.toUpperCase(), table: nameOf(hit)!, from: hit.from, to: hit.to }
    : { kind: 'change', verb: first.text.toUpperCase(), ...at }
}
