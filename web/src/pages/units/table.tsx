/** Owns the table beside the map: the same figures, sortable, one button a unit, and the file of it. */
/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls must be reachable by keyboard */
import type { Certainty, Scale } from '@laban/shared'
import { formatCell, formatDay, formatPeriod, formatRounding, measureOf, nbsp } from '@laban/shared'
import { fileName, toCsv } from '../../charts/csv.ts'
import { save } from '../../charts/save.ts'
import { Swatch } from '../../map/legend.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import type { Sort, UnitRow } from './rows.ts'

type Props = {
  /** In the order shown; fewer than `all` while a name is searched. */
  rows: readonly UnitRow[]
  all: number
  q: string
  title: string
  measuredIn: string | null
  scale: Scale | null
  time: 'flow' | 'stock' | 'cumulative'
  sort: Sort
  selected: string | undefined
  shadeOf: (row: UnitRow) => number | null
  onSelect: (unit: string) => void
  onSort: (sort: Sort) => void
}

const isSimulated = (figure: UnitRow['figure']) => figure?.marks.includes('simulated') ?? false

/** A figure that is neither estimate nor provisional needs no word. */
const isPlain = (certainty: Certainty | null | undefined) =>
  !certainty || certainty === 'actual' || certainty === 'settled'

export function UnitTable({
  rows,
  all,
  q,
  title,
  measuredIn,
  scale,
  time,
  sort,
  selected,
  shadeOf,
  onSelect,
  onSort,
}: Props) {
  const { units: words, indicator, status } = useWords()
  const lang = useLang()
  const tell = useTell()
  const measure = measuredIn === null ? null : measureOf(measuredIn)
  const caption = measure ? words.tableOf(title, measure.short[lang]) : title
  const ends = rows
    .flatMap(({ figure }) => (figure ? [figure.period] : []))
    .toSorted((a, b) => (a.end < b.end ? -1 : 1))
  const oneDate = ends.every(({ start, end }) => start === ends[0]!.start && end === ends[0]!.end)

  const saveFile = () => {
    const header = [
      words.columns.code,
      words.columns.unit,
      words.columns.kind,
      title,
      words.columns.measuredIn,
      words.columns.date,
      words.columns.certainty,
      words.columns.published,
    ]
    const lines = rows.map(({ unit, figure }) => [
      unit.code,
      tell(unit.name),
      words.kinds[unit.level],
      figure?.value ?? null,
      measure?.short[lang] ?? null,
      figure?.period.end ?? null,
      isSimulated(figure) ? status.marks.simulated : figure?.certainty ? indicator.certainties[figure.certainty] : null,
      figure?.published ?? null,
    ])
    save(
      new Blob([toCsv(header, lines)], { type: 'text/csv;charset=utf-8' }),
      fileName(`${words.title} ${title}`, 'csv'),
    )
  }

  const head = (column: 'name' | 'value' | 'date', text: string, first: Sort) => {
    const isUp = sort === column
    const isDown = sort === `-${column}`
    return (
      <th
        scope="col"
        className={column === 'name' ? undefined : 'number'}
        aria-sort={isUp ? 'ascending' : isDown ? 'descending' : undefined}
      >
        <button
          type="button"
          className="unittable__sort"
          title={words.sortBy(text)}
          onClick={() => onSort(isUp ? `-${column}` : isDown ? column : first)}
        >
          {text}
          <span aria-hidden="true">{isUp ? '↑' : isDown ? '↓' : ''}</span>
        </button>
      </th>
    )
  }

  return (
    <section className="unittable" aria-label={words.table}>
      <div className="unittable__head">
        <p className="quiet small" aria-live="polite">
          {q.trim() !== '' && (rows.length > 0 ? words.found(rows.length, all) : words.foundNone(q))}
          {q.trim() === '' &&
            ends.length > 0 &&
            (oneDate
              ? words.oneDate(formatPeriod(ends[0]!, time, lang))
              : words.dates(formatDay(ends[0]!.end, lang), formatDay(ends.at(-1)!.end, lang)))}
        </p>
        <Button look="bare" className="no-print" onClick={saveFile}>
          <Icon name="download" size={16} />
          {words.saveCsv}
        </Button>
      </div>
      <div className="table unittable__scroll" tabIndex={0} role="group" aria-label={caption}>
        <table>
          <caption className="unseen">{caption}</caption>
          <thead>
            <tr>
              {head('name', words.columns.unit, 'name')}
              {head(
                'value',
                measure ? `${words.columns.value} (${measure.short[lang]})` : words.columns.value,
                '-value',
              )}
              {!oneDate && head('date', words.columns.date, '-date')}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.unit.id} className={row.unit.id === selected ? 'unittable__row--selected' : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className="unittable__unit"
                    aria-pressed={row.unit.id === selected}
                    onClick={() => onSelect(row.unit.id)}
                  >
                    <Swatch shade={shadeOf(row)} />
                    {tell(row.unit.name)}
                  </button>
                </th>
                <td className="number">
                  {row.figure && scale ? (
                    <>
                      {!isPlain(row.figure.certainty) && (
                        <span className="quiet tiny">{indicator.certainties[row.figure.certainty] + nbsp}</span>
                      )}
                      {isSimulated(row.figure) && <Badge>{status.marks.simulated}</Badge>}
                      {row.figure.rounding !== 'exact' && (
                        <span className="quiet tiny">{formatRounding(row.figure.rounding, lang) + nbsp}</span>
                      )}
                      {formatCell(row.figure.value, lang, scale)}
                    </>
                  ) : (
                    <span className="quiet">–</span>
                  )}
                </td>
                {!oneDate && <td className="number quiet">{row.figure && formatDay(row.figure.period.end, lang)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
