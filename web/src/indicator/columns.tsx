/** Owns the columns of figures over time: on the screen in the reader's words, in files as plain data. */
import type { Answer, Compared, Figure, Mark, Scale } from '@laban/shared'
import { formatCell, formatChange, formatDay, formatPeriod, formatRounding, measureOf } from '@laban/shared'
import type { NumberColumn } from '../charts/plate.tsx'
import { Button } from '../ui/button.tsx'
import { Marks } from '../ui/badge.tsx'
import type { Scene } from './scene.ts'

type Column = NumberColumn<Figure>

/**
 * @param figures  decide which columns have anything to say
 * @param onOrigin  opens the passport of a figure; absent: no such column on the screen
 */
export function figureColumns(
  scene: Scene,
  answer: Answer,
  figures: readonly Figure[],
  scale: Scale,
  onOrigin?: (figure: Figure) => void,
): Column[] {
  const { words, lang, about, unitName } = scene
  const { measuredIn, time } = about.indicator
  const { columns } = words
  const has = (pick: (figure: Figure) => unknown) =>
    figures.some((figure) => pick(figure) !== null && pick(figure) !== undefined)
  const number = (id: string, title: string, raw: (figure: Figure) => number | null): Column => ({
    id,
    title,
    kind: 'number',
    raw,
    shown: (figure) => formatCell(raw(figure), lang, scale),
  })
  const points = measureOf(measuredIn).compare === 'points'
  const change = (value: number) =>
    points ? signed(value, formatCell(value, lang, scale)) : formatChange(value, measuredIn, lang)
  const compared = (id: string, title: string, pick: (figure: Figure) => Compared | null | undefined): Column[] => [
    {
      ...number(id, title, (figure) => pick(figure)?.value ?? null),
      shown: (figure) => {
        const other = pick(figure)
        return (
          <span
            className={other && !other.comparable ? 'quiet' : undefined}
            title={other ? formatPeriod(other.period, time, lang) : undefined}
          >
            {formatCell(other?.value ?? null, lang, scale)}
          </span>
        )
      },
    },
    ...(figures.some((figure) => pick(figure)?.comparable && pick(figure)?.change !== null)
      ? [
          {
            id: `${id}-change`,
            title: columns.change,
            kind: 'number' as const,
            raw: (figure: Figure) => (pick(figure)?.comparable ? (pick(figure)?.change ?? null) : null),
            shown: (figure: Figure) => {
              const other = pick(figure)
              return other?.comparable && other.change !== null ? change(other.change) : '–'
            },
          },
        ]
      : []),
  ]
  const units = new Set(figures.map(({ unit }) => unit))
  const measure = measureOf(measuredIn)
  return [
    {
      id: 'period',
      title: columns.period,
      kind: 'head',
      raw: ({ period }) => formatPeriod(period, time, lang),
      shown: ({ period }) => formatPeriod(period, time, lang),
    },
    { id: 'start', title: columns.start, raw: ({ period }) => period.start },
    { id: 'end', title: columns.end, raw: ({ period }) => period.end },
    {
      ...number('value', columns.value, ({ value }) => value),
      shown: ({ value, rounding }) => (
        <strong>
          {formatRounding(rounding, lang)} {formatCell(value, lang, scale)}
        </strong>
      ),
    },
    ...(has(({ standing }) => standing)
      ? [
          number('plan', columns.plan, ({ standing }) => standing?.planToDate ?? null),
          {
            ...number('distance', columns.distance, ({ standing }) => standing?.distance ?? null),
            shown: ({ standing }: Figure) =>
              standing ? signed(standing.distance, formatCell(standing.distance, lang, scale)) : '–',
          },
        ]
      : []),
    ...(has(({ lastYear }) => lastYear) ? compared('last-year', columns.lastYear, ({ lastYear }) => lastYear) : []),
    ...(has(({ previous }) => previous) ? compared('previous', columns.previous, ({ previous }) => previous) : []),
    ...(has(({ peers }) => peers) ? [number('peers', columns.peers, ({ peers }) => peers?.median ?? null)] : []),
    {
      id: 'unit',
      title: columns.unit,
      raw: ({ unit }) => unitName(unit),
      ...(units.size > 1
        ? { shown: ({ unit }: Figure) => <span className="indicator__unit">{unitName(unit)}</span> }
        : {}),
    },
    {
      id: 'certainty',
      title: columns.certainty,
      raw: ({ certainty }) => (certainty ? words.certainties[certainty] : null),
      ...(has(({ certainty }) => certainty)
        ? {
            shown: ({ certainty }: Figure) => (
              <span className="indicator__certainty">{certainty ? words.certainties[certainty] : '–'}</span>
            ),
          }
        : {}),
    },
    {
      id: 'published',
      title: columns.published,
      raw: ({ published }) => published,
      ...(has(({ published }) => published)
        ? { shown: ({ published }: Figure) => (published ? formatDay(published, lang) : '–') }
        : {}),
    },
    {
      id: 'marks',
      title: columns.marks,
      // In words, and on missing figures too: a file travels without the badges of the screen.
      raw: ({ marks }) =>
        [
          ...(answer.simulated ? [words.markNotes.simulated] : []),
          ...marks.filter((mark) => mark !== 'simulated'),
        ].join(' '),
      ...(onOrigin && figures.some(({ marks }) => marks.some(isNews))
        ? { shown: ({ marks }: Figure) => <Marks marks={marks.filter(isNews)} /> }
        : {}),
    },
    ...(onOrigin
      ? [
          {
            id: 'origin',
            title: columns.origin,
            raw: ({ origin }: Figure) => origin.join(' '),
            shown: (figure: Figure) => (
              <Button
                look="bare"
                className="no-print"
                aria-label={words.seeOriginOf(formatPeriod(figure.period, time, lang))}
                onClick={() => onOrigin(figure)}
              >
                {words.see}
              </Button>
            ),
          },
        ]
      : []),
    { id: 'measured-in', title: columns.measuredIn, raw: () => measure.title[lang] },
    { id: 'as-of', title: columns.asOf, raw: () => answer.asOf },
    { id: 'release', title: columns.release, raw: () => answer.release },
  ]
}

const signed = (value: number, written: string): string => (value > 0 ? `+${written}` : written)

/** Certainty, rounding and territory have columns of their own. */
const isNews = (mark: Mark): boolean => !['estimate', 'provisional', 'rounded', 'new-boundary'].includes(mark)

/** Two territories may have a figure for the same period. */
export const figureId = (figure: Figure): string =>
  `${figure.unit} ${figure.period.start} ${figure.period.end} ${Object.values(figure.cut).join(' ')}`
