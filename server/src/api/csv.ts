/** Owns answers as CSV for spreadsheets. */
import type { Answer, Catalogue, Cell, Words } from '@laban/shared'
import { csv, indicatorOf, unitOf } from '@laban/shared'

const heads = {
  indicator: { vi: 'Chỉ tiêu', en: 'Indicator' },
  name: { vi: 'Tên chỉ tiêu', en: 'Name' },
  unit: { vi: 'Mã đơn vị', en: 'Unit' },
  unitName: { vi: 'Đơn vị', en: 'Unit name' },
  from: { vi: 'Từ ngày', en: 'From' },
  to: { vi: 'Đến ngày', en: 'To' },
  value: { vi: 'Giá trị', en: 'Value' },
  measuredIn: { vi: 'Đơn vị tính', en: 'Measured in' },
  status: { vi: 'Tình trạng', en: 'Status' },
  planToDate: { vi: 'Kế hoạch đến ngày', en: 'Plan to date' },
  target: { vi: 'Chỉ tiêu cả năm', en: 'Target' },
  lastYear: { vi: 'Cùng kỳ năm trước', en: 'Same period last year' },
  certainty: { vi: 'Độ chắc chắn', en: 'Certainty' },
  rounding: { vi: 'Làm tròn', en: 'Rounding' },
  published: { vi: 'Ngày công bố', en: 'Published' },
  marks: { vi: 'Ghi chú', en: 'Marks' },
  asOf: { vi: 'Tính đến', en: 'As of' },
  release: { vi: 'Bản phát hành', en: 'Release' },
} satisfies Record<string, Words>

const simulated: Words = { vi: 'mô phỏng', en: 'simulated' }

/** Marks by their codes; generated rows say so in words, missing figures among them too. */
const marksOf = (marks: readonly string[], isSimulated: boolean, lang: 'vi' | 'en'): string =>
  [...(isSimulated ? [simulated[lang]] : []), ...marks.filter((mark) => mark !== 'simulated')].join(' ')

/** One row a figure; a column for each dimension that the question cuts by. */
export function answerCsv(answer: Answer, catalogue: Catalogue, lang: 'vi' | 'en'): string {
  const { question, measuredIn, asOf, release } = answer
  const indicator = indicatorOf(catalogue, question.indicator)
  const cuts = question.by.filter((cut) => !cut.startsWith('unit:'))
  const { indicator: id, name, unit, unitName, from, to, value, ...rest } = heads
  const columns: Words[] = [
    id,
    name,
    unit,
    unitName,
    ...cuts.map((cut) => ({ vi: cut, en: cut })),
    from,
    to,
    value,
    ...Object.values(rest),
  ]
  const rows = answer.figures.map((figure): Cell[] => [
    indicator.id,
    indicator.name[lang],
    figure.unit,
    unitOf(catalogue, figure.unit).name[lang],
    ...cuts.map((cut) => figure.cut[cut] ?? null),
    figure.period.start,
    figure.period.end,
    figure.value,
    measuredIn,
    figure.standing?.status ?? null,
    figure.standing?.planToDate ?? null,
    figure.standing?.target ?? null,
    figure.lastYear?.value ?? null,
    figure.certainty,
    figure.rounding,
    figure.published,
    marksOf(figure.marks, answer.simulated, lang),
    asOf,
    release,
  ])
  return csv([columns.map((words) => words[lang]), ...rows])
}
