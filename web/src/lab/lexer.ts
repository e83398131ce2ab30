/** Owns cutting SQL text into tokens and statements, as DuckDB reads it. Understands no meaning, never throws. */

export type Token = {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'sign' | 'comment'
  /** As it stands in the text. */
  text: string
  /** Place in the text: from the first sign, to behind the last. */
  from: number
  to: number
}

const shapes: [Token['kind'], RegExp][] = [
  ['comment', /--[^\n]*|\/\*[^]*?(?:\*\/|$)/y],
  // A string or a name that is not closed runs to the end of the text: the engine says so then.
  ['string', /[eE]?'(?:[^']|'')*(?:'|$)|\$([\p{L}_]*)\$[^]*?(?:\$\1\$|$)/uy],
  ['quoted', /"(?:[^"]|"")*(?:"|$)/y],
  ['number', /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{M}\d_$]*/uy],
  ['sign', /<=|>=|<>|!=|::|\|\||->>?|=>|:=|[^\s]/uy],
]

/** White space is left out; everything else stands in one token. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < sql.length) {
    const space = /\s+/y
    space.lastIndex = at
    if (space.test(sql)) {
      at = space.lastIndex
      continue
    }
    for (const [kind, shape] of shapes) {
      shape.lastIndex = at
      const found = shape.exec(sql)
      if (!found) continue
      tokens.push({ kind, text: found[0], from: at, to: at + found[0].length })
      at += found[0].length
      break
    }
  }
  return tokens
}

/** One statement of the text; `tokens` without comments. */
export type Statement = { sql: string; from: number; to: number; tokens: Token[] }

/** Statements in order; empty ones (two semicolons, comments alone) are left out. */
export function statementsOf(sql: string): Statement[] {
  const found: Statement[] = []
  let tokens: Token[] = []
  const close = () => {
    const [first, last] = [tokens[0], tokens.at(-1)]
    if (first && last) found.push({ sql: sql.slice(first.from, last.to), from: first.from, to: last.to, tokens })
    tokens = []
  }
  for (const token of tokensOf(sql)) {
    if (token.kind === 'comment') continue
    if (token.text === ';') close()
    else tokens.push(token)
  }
  close()
  return found
}

/** A name as the engine knows it: without its quotes, small letters (DuckDB's names do not know case). */
export const nameOf = (token: Token): string | undefined =>
  token.kind === 'word'
    ? token.text.toLowerCase()
    : token.kind === 'quoted'
      ? token.text.replace(/^"|"$/g, '').replaceAll('""', '"').toLowerCase()
      : undefined

/** The text inside a plain string; undefined for anything else. */
export const stringOf = (token: Token): string | undefined =>
  token.kind === 'string' && token.text.startsWith("'")
    ? token.text.replace(/^'|'$/g, '').replaceAll("''", "'")
    : undefined

/** Words after which a table is named; a comma may join tables too. */
const before = new Set(['from', 'join', ',', 'describe', 'desc', 'summarize', 'table', 'pivot', 'unpivot', 'show'])

/**
 * Tables among those known that a text names. May find one too many (a column called like a table), never one too few.
 * @param known  names of tables in small letters
 */
export function tablesIn(tokens: readonly Token[], known: ReadonlySet<string>): string[] {
  const read = tokens.filter(({ kind }) => kind !== 'comment')
  const found = read.flatMap((token, i) => {
    const name = nameOf(token)
    const previous = read[i - 1]
    if (name === undefined || !known.has(name) || !previous) return []
    return before.has(previous.text.toLowerCase()) || previous.text === '(' ? [name] : []
  })
  return [...new Set(found)]
}
