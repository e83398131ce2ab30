/** Owns which unit of measure a column of a result bears: known where it is one measure of one table, under sums and the like. */
import type { Statement, Token } from './lexer.ts'
import { nameOf, stringOf, tokensOf } from './lexer.ts'
import type { LabTable } from './table.ts'

/** Functions that keep the unit of measure of what they are given. */
const keeping = new Set([
  'sum',
  'min',
  'max',
  'avg',
  'mean',
  'median',
  'mode',
  'any_value',
  'first',
  'last',
  'max_by',
  'min_by',
  'arg_max',
  'arg_min',
  'round',
  'abs',
  'coalesce',
  'nullif',
  'lag',
  'lead',
  'first_value',
  'last_value',
  'quantile_cont',
  'quantile_disc',
  'floor',
  'ceil',
])

type Known = ReadonlyMap<string, string>

/** Column -> unit of measure among the tables that the statement names. A name that means two measures means none. */
function measuresOf({ tokens }: Statement, tables: readonly LabTable[]): Known {
  const texts = new Set(tokens.flatMap((token) => stringOf(token) ?? []))
  const names = new Set(tokens.flatMap((token) => nameOf(token) ?? []))
  const found = new Map<string, string | null>()
  const add = (name: string, measure: string) =>
    found.set(name, found.has(name) && found.get(name) !== measure ? null : measure)
  for (const table of tables.filter(({ name }) => names.has(name))) {
    // Of statements the quantity says the unit of measure: only where one is asked for.
    const items = Object.entries(table.items).filter(([item]) => texts.has(item))
    const [only] = new Set(items.map(([, { measuredIn }]) => measuredIn))
    if (only !== undefined && new Set(items.map(([, { measuredIn }]) => measuredIn)).size === 1) add('value', only)
    else if (Object.keys(table.items).length > 0) found.set('value', null)
    for (const { name, measuredIn } of table.columns) if (measuredIn !== null) add(name, measuredIn)
  }
  return new Map([...found].flatMap(([name, measure]) => (measure === null ? [] : [[name, measure] as const])))
}

/** The unit of measure of an expression: one known column inside functions that keep it; null for anything else. */
function measureOfTokens(tokens: readonly Token[], known: Known): string | null {
  const measures = new Set<string>()
  for (const [i, token] of tokens.entries()) {
    const name = nameOf(token)
    if (name === undefined) {
      if (token.kind === 'sign' && !['(', ')', ',', '.'].includes(token.text)) return null
      continue
    }
    if (tokens[i + 1]?.text === '(') {
      if (!keeping.has(name)) return null
      continue
    }
    const measure = known.get(name)
    if (measure !== undefined) measures.add(measure)
  }
  const [only] = measures
  return measures.size === 1 ? only! : null
}

/** Expressions of the outermost SELECT by the name that they give. */
function selected({ tokens }: Statement): Map<string, Token[]> {
  const found = new Map<string, Token[]>()
  let depth = 0
  let at = tokens.findLastIndex((token, i) => {
    const before = tokens.slice(0, i)
    const level = before.filter(({ text }) => text === '(').length - before.filter(({ text }) => text === ')').length
    return token.text.toLowerCase() === 'select' && level === 0
  })
  if (at < 0) return found
  let part: Token[] = []
  const close = () => {
    const as = part.at(-2)?.text.toLowerCase() === 'as'
    const name = part.at(-1) && nameOf(part.at(-1)!)
    if (name !== undefined)
      found.set(
        name,
        as ? part.slice(0, -2) : part.length === 1 || part.at(-2)?.text === '.' ? part : part.slice(0, -1),
      )
    part = []
  }
  for (at += 1; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token.text === '(') depth++
    if (token.text === ')') depth--
    if (depth === 0 && token.text.toLowerCase() === 'from') break
    if (depth === 0 && token.text === ',') close()
    else part.push(token)
  }
  close()
  return found
}

/** Column of a result -> key of `unitsOfMeasure`; null where it is not known for certain. */
export function measureIn(statement: Statement, tables: readonly LabTable[]): (column: string) => string | null {
  const known = measuresOf(statement, tables)
  const parts = selected(statement)
  return (column) => {
    const part = parts.get(column.toLowerCase())
    // Without a name of its own a column is called as its expression: `sum("value")`.
    return measureOfTokens(part ?? tokensOf(column), known)
  }
}
