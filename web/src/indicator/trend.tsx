/** Owns the main chart of an indicator: which picture its definition asks for, of which year. */
import type { Answer, Figure } from '@laban/shared'
import { formatDay, formatPeriod, formatValue } from '@laban/shared'
import { useCallback, useMemo } from 'react'
import type { Draw } from '../charts/chart.tsx'
import { Chart } from '../charts/chart.tsx'
import { bar } from '../charts/bar/option.ts'
import { cumulative, planOf } from '../charts/cumulative/option.ts'
import { line } from '../charts/line/option.ts'
import { penOf } from '../charts/pen.ts'
import { Plate } from '../charts/plate.tsx'
import { newest, reportingYear } from '../charts/runs.ts'
import { useTell, useWords } from '../words/words.ts'
import { figureColumns, figureId } from './columns.tsx'
import type { Scene } from './scene.ts'
import { footOf, scaleFor } from './scene.ts'

const height = 340

export function Trend({ scene, answer, year }: { scene: Scene; answer: Answer; year: number }) {
  const { about, lang, words } = scene
  const { indicator } = about
  const tell = useTell()
  const { simulated } = useWords().status.marks
  const byYear = indicator.chart === 'cumulative' && indicator.time === 'cumulative'
  const figures = useMemo(
    () =>
      byYear
        ? answer.figures.filter((figure) => year - reportingYear(figure) >= 0 && year - reportingYear(figure) <= 2)
        : answer.figures,
    [answer, byYear, year],
  )
  const plan = byYear ? planOf({ answer, year, overrunMonths: 0, breaks: [] }) : undefined
  const scale = useMemo(
    () =>
      scaleFor(indicator.measuredIn, [
        ...figures.map(({ value }) => value),
        ...(plan?.points.map(({ value }) => value) ?? []),
      ]),
    [figures, indicator, plan],
  )
  const breaks = useMemo(() => about.breaks.map(({ on, title }) => ({ on, title: tell(title) })), [about, tell])

  const draw = useCallback<Draw>(
    (look, width) => {
      const pen = penOf(look, {
        measuredIn: indicator.measuredIn,
        time: indicator.time,
        scale,
        lang,
        words,
        width,
        height,
      })
      if (byYear) return cumulative({ answer, year, overrunMonths: indicator.overrunMonths, breaks }, pen)
      if (indicator.chart === 'bar') return bar({ answer, time: indicator.time, breaks }, pen)
      return line({ answer, time: indicator.time, breaks, inverse: indicator.measuredIn === 'rank' }, pen)
    },
    [answer, breaks, byYear, indicator, lang, scale, words, year],
  )

  const ordered = figures.toSorted((a, b) => (a.period.end < b.period.end ? 1 : a.period.end > b.period.end ? -1 : 0))
  const title = byYear
    ? (plan ? words.cumulativeTitle : words.cumulativeTitlePlain)(year)
    : indicator.chart === 'bar'
      ? words.barTitle
      : words.lineTitle
  const head = newest(byYear ? figures.filter((figure) => reportingYear(figure) === year) : figures)
  const subtitle = [words.unitIn(scale.unit[lang]), head && words.dataDate(formatDay(head.period.end, lang))]
    .filter(Boolean)
    .join(' · ')
  return (
    <Plate
      subject={indicator.name[lang]}
      title={title}
      subtitle={subtitle}
      foot={footOf(scene, answer, simulated)}
      columns={figureColumns(scene, answer, ordered, scale)}
      rows={ordered}
      rowId={figureId}
      draw={draw}
      height={height}
    >
      <Chart draw={draw} height={height} reading={`${title}. ${reading(head)}`} />
    </Plate>
  )

  function reading(figure: Figure | undefined): string {
    if (!figure) return words.chart.noData
    const value = formatValue(figure.value!, indicator.measuredIn, lang, scale)
    if (figure.standing) {
      return words.cumulativeRead(
        value,
        formatDay(figure.period.end, lang),
        formatValue(figure.standing.planToDate, indicator.measuredIn, lang, scale),
      )
    }
    const first = ordered.at(-1)
    return `${words.seriesRead(ordered.length, first ? formatPeriod(first.period, indicator.time, lang) : '', formatPeriod(figure.period, indicator.time, lang))} ${value}.`
  }
}
