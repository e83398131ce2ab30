/** Owns reading the engine's message about a bad statement: what kind of fault it is, and where in the text it lies. */

export type FaultKind =
  | 'syntax'
  | 'unknown-table'
  | 'unknown-column'
  | 'unknown-function'
  | 'ambiguous'
  | 'grouping'
  | 'type'
  | 'conversion'
  | 'read-only'
  | 'not-carried'
  | 'aggregate'
  | 'columns-differ'
  | 'no-table'
  | 'range'
  | 'memory'
  | 'other'

export type SqlFault = {
  kind: FaultKind
  /** The name or text that the engine stumbled over, where it says. */
  near: string | null
  /** What it would have known instead, best first. */
  candidates: string[]
  /** Offsets in the statement; null where the engine names no place. */
  from: number | null
  to: number | null
  /** The engine's own first sentence, for those who know its language. */
  said: string
}

type Reader = { kind: FaultKind; shape: RegExp }

/** First that fits wins; group 1 is what it is about. */
const readers: Reader[] = [
  {
    kind: 'memory',
    shape: /out of memory|memory access out of bounds|could not allocate|Allocation failure|failed to allocate/i,
  },
  { kind: 'not-carried', shape: /exists in the "?(\w+)"? extension|Extension "?'?(\w+)/i },
  {
    kind: 'read-only',
    shape:
      /read-only mode|Can only (?:update|delete from|insert into) base table|not a base table|is not an? table|Cannot (?:insert|update|delete)[^]*view/i,
  },
  { kind: 'syntax', shape: /syntax error at or near "([^"]*)"/ },
  { kind: 'syntax', shape: /syntax error at end of input|unterminated [\w-]+(?: \w+)? at or near|Parser Error/i },
  { kind: 'unknown-table', shape: /Table with name "?([^"\s!]+)"? does not exist/ },
  { kind: 'unknown-table', shape: /Referenced table "([^"]+)" not found/ },
  { kind: 'unknown-column', shape: /Referenced column "([^"]+)" (?:not found|was not found)/ },
  { kind: 'unknown-column', shape: /(?:Table|Values list) "[^"]*" does not have a column named "([^"]+)"/ },
  {
    kind: 'unknown-function',
    shape: /(?:Scalar|Table|Aggregate|Macro)? ?Function with name "?([^"\s!]+)"? does not exist/i,
  },
  { kind: 'ambiguous', shape: /Ambiguous reference to column name "([^"]+)"/ },
  { kind: 'grouping', shape: /column "?([^"]+)"? must appear in the GROUP BY clause/ },
  {
    kind: 'aggregate',
    shape:
      /(?:WHERE|GROUP BY) clause cannot contain aggregates|cannot contain aggregates|aggregate function calls cannot be nested/i,
  },
  { kind: 'type', shape: /No function matches the given name and argument types '([^']+)'/ },
  { kind: 'type', shape: /Cannot compare values of type|Cannot mix values|explicit cast|Cannot cast/i },
  {
    kind: 'conversion',
    shape: /Could not convert string '([^']*)'|invalid (?:date|timestamp) field format: "?([^",]*)/i,
  },
  { kind: 'conversion', shape: /Conversion Error/ },
  {
    kind: 'columns-differ',
    shape: /Set operations can only apply to expressions with the same number|table \S+ has \d+ columns but/i,
  },
  { kind: 'no-table', shape: /without FROM clause|no tables? (?:is|are) specified/i },
  { kind: 'range', shape: /Out of Range Error|overflow/i },
]

export function readFault(message: string, sql: string): SqlFault {
  const [head = ''] = message.split(/\n\s*LINE \d+:/)
  const found = readers.map(({ kind, shape }) => ({ kind, hit: shape.exec(head) })).find(({ hit }) => hit !== null)
  const near = found?.hit?.slice(1).find((text) => text !== undefined) ?? null
  const at = placeIn(message, sql)
  const from = at ?? (found?.kind === 'syntax' && near === null ? lastSign(sql) : null)
  return {
    kind: found?.kind ?? 'other',
    near,
    candidates: candidatesIn(message),
    from,
    to: from === null ? null : endAt(sql, from, near),
    said: firstSentence(head),
  }
}

/** Where a message points: `LINE 2: ...text...` and a caret on the line below it. Offset in the statement. */
function placeIn(message: string, sql: string): number | null {
  const marked = /LINE (\d+): (.*)\n( *)\^/.exec(message)
  if (!marked) return null
  const [, number = '1', excerpt = '', blank = ''] = marked
  const line = sql.split('\n')[Number(number) - 1]
  if (line === undefined) return null
  const start =
    sql
      .split('\n')
      .slice(0, Number(number) - 1)
      .join('\n').length + (Number(number) > 1 ? 1 : 0)
  // The caret counts from the beginning of the printed line, "LINE 2: " included; long lines are cut with dots on either side.
  const column = caretSigns(excerpt, blank.length - `LINE ${number}: `.length)
  const isCut = excerpt.startsWith('...') && !line.startsWith('...')
  const text = (isCut ? excerpt.slice(3) : excerpt).replace(/\.\.\.$/, '')
  const at = isCut ? line.indexOf(text) : 0
  if (at < 0) return null
  return start + Math.min(Math.max(0, at + column - (isCut ? 3 : 0)), line.length)
}

/** The engine puts the caret by the width on a screen, where a letter with its marks is one; offsets count signs. */
function caretSigns(excerpt: string, width: number): number {
  let [seen, at] = [0, 0]
  for (const { segment } of new Intl.Segmenter('vi', { granularity: 'grapheme' }).segment(excerpt)) {
    if (seen >= width) break
    seen += 1
    at += segment.length
  }
  return at + Math.max(0, width - seen)
}

const lastSign = (sql: string): number => Math.max(0, sql.trimEnd().length - 1)

function endAt(sql: string, from: number, near: string | null): number {
  if (near !== null && near.length > 0 && sql.slice(from).toLowerCase().startsWith(near.toLowerCase()))
    return from + near.length
  const word = /^(?:"[^"]*"|'[^']*'|[\p{L}\p{M}\d_.]+)/u.exec(sql.slice(from))
  return Math.min(sql.length, from + (word?.[0].length ?? 1))
}

function candidatesIn(message: string): string[] {
  const list = /Candidate bindings: ([^\n]*)|Did you mean ([^\n]*)/.exec(message)
  return [...(list?.[1] ?? list?.[2] ?? '').matchAll(/"([^"]+)"/g)]
    .map(([, name]) => name!.split('.').at(-1)!)
    .slice(0, 3)
}

const firstSentence = (text: string): string => text.trim().split('\n')[0]!.slice(0, 300)

/** Line and column of an offset, both from 1; columns count letters as a reader does. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: Array.from(before.at(-1)!.normalize('NFC')).length + 1 }
}
