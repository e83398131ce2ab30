/** Owns map and table of one indicator beside each other: the same rows, the same shades, the same choice. */
import type { Words } from '@laban/shared'
import { formatFigure, formatNumber, formatPeriod, formatRounding, measureOf, nbsp, scaleOf } from '@laban/shared'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { sharedOf } from '../../address.ts'
import { HexMap } from '../../map/hex-map.tsx'
import { Legend } from '../../map/legend.tsx'
import { classAt, classesOf, shadeOf } from '../../map/scale.ts'
import { Badge } from '../../ui/badge.tsx'
import { Empty, ErrorState, Loading } from '../../ui/states.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import type { UnitMap } from './asked.ts'
import type { Sort, UnitRow } from './rows.ts'
import { foundUnits, sortRows } from './rows.ts'
import { UnitTable } from './table.tsx'

type Props = {
  map: UnitMap
  rows: readonly UnitRow[]
  name: Words | undefined
  indicator: string | undefined
  time: 'flow' | 'stock' | 'cumulative'
  measuredIn: string | null
  asOf: string | null
  answer: { data: { simulated: boolean } | undefined; error: unknown; isPending: boolean; refetch: () => unknown }
  q: string
  sort: Sort
  selected: string | undefined
  covering: boolean
  onSelect: (unit: string) => void
  onSort: (sort: Sort) => void
  panel: ReactNode
}

export function UnitFigures({
  map,
  rows,
  name,
  indicator,
  time,
  measuredIn,
  answer,
  q,
  sort,
  selected,
  covering,
  onSelect,
  onSort,
  panel,
}: Props) {
  const {
    units: words,
    status: { marks },
  } = useWords()
  const lang = useLang()
  const tell = useTell()
  const [pointed, setPointed] = useState<string | null>(null)
  const found = useMemo(() => foundUnits(rows, q), [rows, q])
  const values = rows.flatMap(({ figure }) => figure?.value ?? [])
  const classes = classesOf(values)
  const scale = measuredIn === null ? null : scaleOf(measuredIn, 0)
  const byUnit = new Map(rows.map((row) => [row.unit.id, row]))

  const valueText = ({ figure }: UnitRow): string => {
    const { number, unit } = formatFigure(figure!.value!, measuredIn!, lang, scale!)
    const rounding = formatRounding(figure!.rounding, lang)
    return `${rounding ? rounding + nbsp : ''}${unit === '%' ? `${number}%` : `${number}${nbsp}${unit}`}`
  }
  const read = (row: UnitRow): string =>
    row.figure && measuredIn
      ? words.read(tell(row.unit.name), valueText(row), formatPeriod(row.figure.period, time, lang))
      : words.readNone(tell(row.unit.name))
  const shadeOfRow = (row: UnitRow): number | null =>
    row.figure && classes ? shadeOf(classes, classAt(classes, row.figure.value!)) : null

  if (answer.error && !answer.data) {
    return (
      <div className="units__wide">
        <ErrorState
          error={answer.error}
          retry={() => void answer.refetch()}
          linkOf={(id) => `/units?indicator=${id}`}
        />
      </div>
    )
  }
  const shown = sortRows(found ? rows.filter(({ unit }) => found.has(unit.id)) : rows, sort, tell)
  const readable = byUnit.get(pointed ?? '') ?? byUnit.get(selected ?? '')
  const label = words.mapLabel(name ? tell(name) : words.title, tell(map.title))
  return (
    <>
      <figure className="units__map">
        <figcaption>
          <h2>
            {name
              ? measuredIn
                ? words.tableOf(tell(name), measureOf(measuredIn).title[lang])
                : tell(name)
              : tell(map.title)}
          </h2>
          <p className={readable ? 'units__read' : 'units__read units__read--none'} aria-hidden="true">
            {readable ? read(readable) : words.point}
          </p>
          {classes && scale && (
            <Legend
              scale={classes}
              format={(value) => formatNumber(value, lang, limitDecimals(value))}
              words={words.legend}
              missing={rows.length - values.length}
            />
          )}
        </figcaption>
        <HexMap
          label={`${label}. ${words.mapHelp}`}
          cells={map.cells}
          shownOf={(unit) => {
            const row = byUnit.get(unit)
            if (!row) return { short: '', text: unit, shade: null, faded: false }
            return {
              short: tell(row.unit.short),
              text: read(row),
              shade: shadeOfRow(row),
              faded: found !== null && !found.has(unit),
            }
          }}
          selected={selected}
          onSelect={onSelect}
          onPoint={setPointed}
        />
        <p className="quiet tiny">
          {answer.data?.simulated && <Badge>{marks.simulated}</Badge>} {words.mapAbout}
        </p>
      </figure>
      <div className="units__side">
        {panel}
        {answer.isPending && indicator !== undefined ? (
          <Loading lines={9} />
        ) : values.length === 0 ? (
          <Empty title={covering ? words.noData : words.openingNone(rows.length)}>
            <p>{covering ? words.noDataBody : words.noneCovered}</p>
            {indicator && (
              <p className="state__actions">
                <Link
                  className="button"
                  to="/indicators/$domain/$name"
                  params={{ domain: indicator.split('/')[0]!, name: indicator.split('/')[1] ?? '' }}
                  search={(now) => sharedOf(now)}
                >
                  {words.openIndicator}
                </Link>
              </p>
            )}
          </Empty>
        ) : null}
        {!answer.isPending || indicator === undefined ? (
          <UnitTable
            rows={shown}
            all={rows.length}
            q={q}
            title={name ? tell(name) : words.table}
            measuredIn={measuredIn}
            scale={scale}
            time={time}
            sort={sort}
            selected={selected}
            shadeOf={shadeOfRow}
            onSelect={onSelect}
            onSort={onSort}
          />
        ) : null}
      </div>
    </>
  )
}

/** A limit has two significant digits: decimals only where it is small. */
const limitDecimals = (value: number): number => (Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 3)
