/** Owns the passport: every statement behind one figure, with the step of the rule that chose it. */
import type { Evidence, Figure, Passport } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import { cityUnitOf, cityOf, datasetOf, indicatorOf, sourceOf } from '../catalogue.ts'
import type { Certainty, Rounding } from '../dataset.ts'
import { Failure } from '../failure.ts'
import { meantBy } from '../indicator.ts'
import type { Question } from '../question.ts'
import type { Viewer } from '../viewer.ts'
import { keyOf } from './ask.ts'
import { compareStatements, stepBetween } from './choose.ts'
import type { Dialect } from './dialect/dialect.ts'
import { finish, newestOf } from './finish.ts'
import type { StatementsPart } from './part.ts'
import type { Plan } from './plan.ts'
import { makePlan } from './plan.ts'
import type { Param, Row } from './row.ts'
import { toSql } from './sql.ts'

export type Proof = { key: string; plan: Plan; sql: string; params: Param[]; finish: (rows: Row[]) => Passport }

const text = (row: Row, column: string): string => String(row[column] ?? '')

/** Statements that compete with each other; versions of a plan compete too. */
const cellOf = (part: StatementsPart, row: Row): string =>
  JSON.stringify([
    part.name,
    row['item'],
    row['unit'],
    row['period_start'],
    row['period_end'],
    ...part.dimensions.map((_, i) => row[`d${i}`]),
  ])

function toEvidence(part: StatementsPart, row: Row, catalogue: Catalogue): Omit<Evidence, 'role' | 'because'> {
  const source = sourceOf(catalogue, text(row, 'source'))
  const codes = part.dimensions.map((name, i) => [name, text(row, `d${i}`)] as const)
  return {
    id: text(row, 'id'),
    part: part.name,
    dataset: part.dataset,
    item: text(row, 'item'),
    unit: text(row, 'unit'),
    cut: Object.fromEntries(codes.filter(([, code]) => code !== '')),
    period: { start: text(row, 'period_start'), end: text(row, 'period_end') },
    value: Number(row['value']),
    measuredIn: datasetOf(catalogue, part.dataset).items[text(row, 'item')]?.measuredIn ?? '',
    certainty: text(row, 'certainty') as Certainty,
    rounding: text(row, 'rounding') as Rounding,
    published: text(row, 'published'),
    source: { id: text(row, 'source'), title: source?.title ?? text(row, 'source'), address: source?.address ?? '' },
    note: text(row, 'note'),
  }
}

type Candidate = { row: Row; shown: ReturnType<typeof toEvidence> }

function judge({ row, shown: chosen }: Candidate, candidates: readonly Candidate[], versions: boolean): Evidence[] {
  const others = candidates
    .filter(({ shown }) => shown.id !== chosen.id)
    .sort((a, b) => compareStatements(a.row, b.row, versions))
  const next = others[0]
  return [
    { ...chosen, role: 'chosen', because: next ? stepBetween(row, next.row, versions) : 'only' },
    ...others.map((other): Evidence => {
      const { value, published } = other.shown
      const role = value === chosen.value ? 'repeated' : published < chosen.published ? 'superseded' : 'conflicting'
      return { ...other.shown, role, because: stepBetween(row, other.row, versions) }
    }),
  ]
}

/** The printed rate beside a computed one: not used, but the reader shall see it. */
function printedBeside(plan: Plan, figure: Figure, rows: readonly Row[], catalogue: Catalogue): Evidence[] {
  const part = plan.parts.find(({ name }) => name === 'printed')
  if (!part || part.form !== 'statements' || figure.marks.includes('printed')) return []
  const beside = rows.filter(
    (row) =>
      row['part'] === 'printed' &&
      row['unit'] === figure.unit &&
      row['period_start'] === figure.period.start &&
      row['period_end'] === figure.period.end,
  )
  return beside.map((row): Evidence => {
    const candidate = toEvidence(part, row, catalogue)
    const near = Math.abs(candidate.value - (figure.value ?? 0)) <= Math.abs(candidate.value) * 0.005
    return { ...candidate, role: near ? 'repeated' : 'conflicting', because: 'exactness' }
  })
}

function evidenceOf(plan: Plan, figure: Figure, rows: readonly Row[], catalogue: Catalogue): Evidence[] {
  const parts = plan.parts.filter((part): part is StatementsPart => part.form === 'statements')
  const used = new Set(figure.origin)
  const found = parts.flatMap((part) => {
    const cells = Map.groupBy(
      rows.filter((row) => row['part'] === part.name),
      (row) => cellOf(part, row),
    )
    return [...cells.values()].flatMap((cell) => {
      const candidates = cell.map((row) => ({ row, shown: toEvidence(part, row, catalogue) }))
      const chosen = candidates.find(({ shown }) => used.has(shown.id))
      return chosen ? judge(chosen, candidates, part.versions) : []
    })
  })
  return [...found, ...printedBeside(plan, figure, rows, catalogue)]
}

function nothing(plan: Plan, catalogue: Catalogue): Figure {
  const period = plan.period ?? { start: plan.asOf, end: plan.asOf }
  const unit = plan.throughTime
    ? cityUnitOf(catalogue, cityOf(catalogue, plan.question.city), period.end).id
    : plan.units[0]!
  return {
    period,
    unit,
    cut: {},
    value: null,
    parts: {},
    certainty: null,
    rounding: null,
    published: null,
    marks: [],
    origin: [],
  }
}

/**
 * The passport of the newest figure that the question has. The question must name one figure: no `by` (narrow by `where`, `unit`
 * and `period`). Events have no statements: their evidence is empty, and the statement's text says how they were added.
 * @throws Failure as `compile` does; question/unsupported for a question with cuts
 */
export function evidence(question: Question, catalogue: Catalogue, viewer: Viewer, dialect: Dialect): Proof {
  const plan = makePlan(question, catalogue, viewer)
  if (plan.question.by.length) {
    throw new Failure('question/unsupported', {
      vi: `Hộ chiếu nói về một số liệu: bỏ chia theo ${plan.question.by.join(', ')}`,
      en: `A passport speaks of one figure: leave out the cut by ${plan.question.by.join(', ')}`,
    })
  }
  const indicator = meantBy(indicatorOf(catalogue, plan.indicator), plan.question.from)!
  const { sql, params } = toSql(plan, dialect)
  const { versions } = catalogue.release
  return {
    key: keyOf(plan.question, plan.scope),
    plan,
    sql,
    params,
    finish: (rows) => {
      const answer = finish(plan, catalogue, rows)
      const figure = newestOf(answer.figures, plan, indicator) ?? nothing(plan, catalogue)
      return {
        figure,
        measuredIn: indicator.measuredIn,
        formula: indicator.formula,
        evidence: evidenceOf(plan, figure, rows, catalogue),
        sql: { text: sql, params },
        release: catalogue.release.id,
        versions: Object.fromEntries(
          plan.parts.flatMap(({ dataset }) => (versions[dataset] === undefined ? [] : [[dataset, versions[dataset]]])),
        ),
      }
    },
  }
}
