/**
 * Owns turning a query of the indicators' small vocabulary (one dataset, one sum or count, equalities, groups) into a definition to
 * propose. What cannot be said in that vocabulary is refused with its reason and place; nothing is left out in silence.
 */
import type { Column, Dataset, Indicator, Part } from '@laban/shared'
import { columnsOf, indicatorSchema } from '@laban/shared'
import type { Token } from './lexer.ts'
import { nameOf, statementsOf, stringOf } from './lexer.ts'

export type Reason =
  | 'empty'
  | 'several'
  | 'not-select'
  | 'one-table'
  | 'unknown-table'
  | 'unknown-column'
  | 'no-aggregate'
  | 'two-aggregates'
  | 'aggregate'
  | 'not-measure'
  | 'selected'
  | 'condition'
  | 'by-unit'
  | 'by-time'
  | 'items'
  | 'group'
  | 'clause'

export type Unsaid = { reason: Reason; near: string; from: number; to: number }
export type Proposal = { indicator: Indicator; /** Fields that only a person can fill in. */ open: readonly string[] }

class Stop extends Error {
  readonly unsaid: Unsaid
  constructor(reason: Reason, token: Token | undefined, fallback = '') {
    super(reason)
    this.unsaid = { reason, near: token?.text ?? fallback, from: token?.from ?? 0, to: token?.to ?? 0 }
  }
}

/** What a person must still say; stands in the text so that it cannot be overlooked. */
export const blank = { vi: '(cần điền)', en: '(to be filled in)' }
const open = ['id', 'name', 'definition', 'decision', 'formula', 'area', 'basis', 'better', 'freshness'] as const

type Reading = { tokens: readonly Token[]; at: number }
const peek = ({ tokens, at }: Reading, ahead = 0): Token | undefined => tokens[at + ahead]
const is = (token: Token | undefined, ...words: string[]): boolean =>
  token !== undefined && token.kind !== 'string' && token.kind !== 'quoted' && words.includes(token.text.toLowerCase())
const take = (reading: Reading): Token | undefined => reading.tokens[reading.at++]

type Aggregate = { take: Part['take']; column: string | null; token: Token }
type Selected = { aggregate: Aggregate | null; columns: Token[]; months: Token[] }

export function propose(sql: string, datasets: readonly Dataset[]): Proposal | Unsaid {
  try {
    return read(sql, datasets)
  } catch (error) {
    if (error instanceof Stop) return error.unsaid
    throw error
  }
}

function read(sql: string, datasets: readonly Dataset[]): Proposal {
  const statements = statementsOf(sql)
  const [statement, second] = statements
  if (!statement) throw new Stop('empty', undefined)
  if (second) throw new Stop('several', second.tokens[0])
  const reading: Reading = { tokens: statement.tokens, at: 0 }
  const first = take(reading)
  if (!is(first, 'select')) throw new Stop('not-select', first)
  const selected = readSelected(reading)
  const dataset = readDataset(reading, datasets)
  const byName = new Map(columnsOf(dataset).map((column) => [column.name, column]))
  const columnAt = (token: Token): Column => {
    const column = byName.get(nameOf(token) ?? '')
    if (!column) throw new Stop('unknown-column', token)
    return column
  }
  const where = is(peek(reading), 'where') ? readWhere(reading, columnAt) : {}
  readEnd(reading)
  if (!selected.aggregate) throw new Stop('no-aggregate', first)
  for (const token of selected.months) {
    const { role } = columnAt(token)
    if (role !== 'time' && token.text.toLowerCase() !== 'period_start') throw new Stop('selected', token)
  }
  const cuts = selected.columns.flatMap((token) => {
    const { name, role } = columnAt(token)
    if (role === 'dimension') return [name]
    if (role === 'unit' || role === 'time' || ['period_start', 'period_end'].includes(name)) return []
    throw new Stop('selected', token)
  })
  const part = partOf(dataset, selected.aggregate, where, columnAt)
  return { indicator: draft(dataset, part, cuts), open }
}

function readSelected(reading: Reading): Selected {
  const selected: Selected = { aggregate: null, columns: [], months: [] }
  do {
    const token = take(reading)
    if (!token) throw new Stop('one-table', undefined)
    if (is(peek(reading), '(')) {
      const called = token.text.toLowerCase()
      if (called === 'date_trunc') selected.months.push(readTrunc(reading, token))
      else {
        if (selected.aggregate) throw new Stop('two-aggregates', token)
        selected.aggregate = readAggregate(reading, token)
      }
    } else if (nameOf(token) === undefined || is(token, 'distinct', 'all')) throw new Stop('selected', token)
    else selected.columns.push(readColumn(reading, token))
    if (is(peek(reading), 'as')) reading.at += 2
    else if (!is(peek(reading), ',', 'from') && nameOf(peek(reading) ?? token) !== undefined && peek(reading))
      reading.at += 1
  } while (is(peek(reading), ',') && take(reading))
  if (!is(peek(reading), 'from')) throw new Stop('selected', peek(reading), ')')
  reading.at += 1
  return selected
}

/** `a.b` is the column b. */
function readColumn(reading: Reading, token: Token): Token {
  if (!is(peek(reading), '.')) return token
  reading.at += 1
  return take(reading) ?? token
}

function readTrunc(reading: Reading, token: Token): Token {
  reading.at += 1
  const grain = take(reading)
  if (!grain || !['month', 'quarter', 'year'].includes(stringOf(grain) ?? ''))
    throw new Stop('selected', grain ?? token)
  if (!is(take(reading), ',')) throw new Stop('selected', token)
  const column = readColumn(reading, take(reading) ?? token)
  if (!is(take(reading), ')')) throw new Stop('selected', token)
  return column
}

function readAggregate(reading: Reading, token: Token): Aggregate {
  reading.at += 1
  const called = token.text.toLowerCase()
  const inner = take(reading)
  if (!inner) throw new Stop('aggregate', token)
  let found: Aggregate
  if (called === 'count' && (inner.text === '*' || inner.text === ')')) {
    if (inner.text === ')') reading.at -= 1
    found = { take: 'count', column: null, token }
  } else if (called === 'count' && is(inner, 'distinct')) {
    const column = readColumn(reading, take(reading) ?? token)
    found = { take: 'distinct', column: nameOf(column) ?? null, token: column }
  } else if (called === 'sum' && nameOf(inner) !== undefined && !is(inner, 'distinct')) {
    const column = readColumn(reading, inner)
    found = { take: 'sum', column: nameOf(column) ?? null, token: column }
  } else throw new Stop('aggregate', token)
  const end = take(reading)
  if (!is(end, ')')) throw new Stop('aggregate', end ?? token)
  return found
}

function readDataset(reading: Reading, datasets: readonly Dataset[]): Dataset {
  const token = take(reading)
  if (!token || is(token, '(')) throw new Stop('one-table', token)
  let named = token
  if (is(peek(reading), '.')) {
    reading.at += 1
    named = take(reading) ?? token
  }
  const dataset = datasets.find(({ id }) => id === nameOf(named))
  if (!dataset) throw new Stop('unknown-table', named)
  if (is(peek(reading), 'as')) reading.at += 2
  else if (
    peek(reading)?.kind === 'word' &&
    !is(
      peek(reading),
      'where',
      'group',
      'order',
      'limit',
      'having',
      'join',
      'left',
      'right',
      'inner',
      'full',
      'cross',
      'natural',
      'asof',
      'qualify',
      'union',
      'window',
      'using',
    )
  )
    reading.at += 1
  const next = peek(reading)
  if (is(next, ',', 'join', 'left', 'right', 'inner', 'full', 'cross', 'natural', 'asof'))
    throw new Stop('one-table', next)
  return dataset
}

function readWhere(reading: Reading, columnAt: (token: Token) => Column): Record<string, string[]> {
  const where: Record<string, string[]> = {}
  do {
    reading.at += 1
    const token = take(reading)
    if (!token || nameOf(token) === undefined) throw new Stop('condition', token)
    const at = readColumn(reading, token)
    const { name, role } = columnAt(at)
    if (role === 'unit') throw new Stop('by-unit', at)
    if (role === 'time' || ['period_start', 'period_end', 'published'].includes(name)) throw new Stop('by-time', at)
    const values = readValues(reading, at)
    if (where[name]) throw new Stop('condition', at)
    where[name] = values
  } while (is(peek(reading), 'and'))
  return where
}

function readValues(reading: Reading, at: Token): string[] {
  const sign = take(reading)
  if (is(sign, '=')) {
    const value = take(reading)
    const text = value && stringOf(value)
    if (text === undefined) throw new Stop('condition', value ?? at)
    return [text]
  }
  if (!is(sign, 'in') || !is(take(reading), '(')) throw new Stop('condition', sign ?? at)
  const values: string[] = []
  do {
    const value = take(reading)
    const text = value && stringOf(value)
    if (text === undefined) throw new Stop('condition', value ?? at)
    values.push(text)
  } while (is(peek(reading), ',') && take(reading))
  if (!is(take(reading), ')')) throw new Stop('condition', at)
  return values
}

/** Groups are what is selected; order and limits say nothing about the figure. Anything else would change it. */
function readEnd(reading: Reading): void {
  while (peek(reading)) {
    const token = take(reading)
    if (is(token, 'group', 'order')) {
      if (!is(take(reading), 'by')) throw new Stop('clause', token)
      while (peek(reading) && !is(peek(reading), 'order', 'limit', 'having', 'qualify', 'union', 'window'))
        reading.at += 1
    } else if (is(token, 'limit') && peek(reading)?.kind === 'number') reading.at += 1
    else throw new Stop(is(token, 'or') ? 'condition' : 'clause', token)
  }
}

function partOf(
  dataset: Dataset,
  { take: kind, column, token }: Aggregate,
  where: Record<string, string[]>,
  columnAt: (token: Token) => Column,
): Part {
  if (kind === 'sum' && columnAt(token).role !== 'measure') throw new Stop('not-measure', token)
  if (kind === 'distinct') columnAt(token)
  if (dataset.form === 'statements') {
    const items = where['item'] ?? []
    if (kind !== 'sum' || items.length !== 1 || !dataset.items[items[0]!] || where['stated']?.length !== 1)
      throw new Stop('items', token)
  }
  return { dataset: dataset.id, take: kind, column: column ?? 'value', where }
}

function measuredIn(dataset: Dataset, part: Part): string {
  if (part.take !== 'sum') return 'records'
  const item = part.where['item']?.[0]
  if (item !== undefined && dataset.items[item]) return dataset.items[item].measuredIn
  return columnsOf(dataset).find(({ name }) => name === part.column)?.measuredIn ?? 'records'
}

function draft(dataset: Dataset, part: Part, cuts: string[]): Indicator {
  const item = part.where['item']?.[0]
  const subject = (item === undefined ? undefined : dataset.items[item]?.title) ?? dataset.title
  return indicatorSchema.parse({
    id: `proposed/${(item ?? dataset.id).replaceAll('_', '-')}`,
    name: { vi: `${subject.vi} ${blank.vi}`, en: `${subject.en} ${blank.en}` },
    definition: blank,
    decision: blank,
    formula: blank,
    group: 'governance',
    measuredIn: measuredIn(dataset, part),
    better: 'higher',
    measure: { kind: part.take, of: part },
    time: dataset.form === 'statements' ? 'cumulative' : 'flow',
    grain: 'month',
    cuts: [...new Set(cuts)],
    owner: dataset.owner,
    area: 'can-dien',
    basis: { text: blank },
    freshness: { every: 'month', withinDays: 15 },
    chart: dataset.form === 'statements' ? 'cumulative' : 'bar',
  })
}
