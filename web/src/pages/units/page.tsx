/** Owns the units page: map, table and one unit of a city, for one indicator. Its state is the address. */
import type { Words } from '@laban/shared'
import { formatDay, formatValue, nearest } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { BadAddress } from '../../address.ts'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Page } from '../../ui/page.tsx'
import { Empty, ErrorState, Loading, Stale } from '../../ui/states.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import type { Asked, Covering, UnitMap } from './asked.ts'
import { chosenMap, route, useAsked } from './asked.ts'
import { Controls } from './controls.tsx'
import { UnitFigures } from './figures.tsx'
import { UnitPanel } from './panel.tsx'
import type { UnitRow } from './rows.ts'
import { newestByUnit } from './rows.ts'
import './units.css'

export function UnitsPage() {
  const words = useWords().units
  const asked = useAsked()
  const { city, asOf } = asked.shared
  const list = useQuery(trpc.unit.list.queryOptions({ ...(city && { city }) }))
  const map = list.data && chosenMap(list.data.maps, { map: asked.map, unit: asked.unit, asOf })
  const covered = useQuery({
    ...trpc.unit.covered.queryOptions({ ...asked.shared, map: map?.id ?? '' }),
    enabled: map !== undefined,
  })
  if (list.error && !list.data) {
    return (
      <Page title={words.title}>
        <ErrorState error={list.error} retry={() => void list.refetch()} linkOf={(id) => `/units?city=${id}`} />
      </Page>
    )
  }
  if (!list.data) {
    return (
      <Page title={words.title}>
        <Loading lines={9} />
      </Page>
    )
  }
  const maps = list.data.maps.map(({ id }) => id)
  if (asked.map !== undefined && maps.length > 0 && !maps.includes(asked.map))
    throw new BadAddress('map', asked.map, maps)
  if (!map) {
    return (
      <Page title={words.title}>
        <Empty title={words.noMap}>
          <p>{words.noMapBody}</p>
        </Empty>
      </Page>
    )
  }
  return <UnitsOf list={list.data} map={map} asked={asked} covered={covered} />
}

type CoveredQuery = {
  data: { indicators: Covering[] } | undefined
  error: unknown
  isError: boolean
  refetch: () => unknown
}

function UnitsOf({
  list,
  map,
  asked,
  covered,
}: {
  list: Answered['unit']['list']
  map: UnitMap
  asked: Asked
  covered: CoveredQuery
}) {
  const words = useWords().units
  const lang = useLang()
  const tell = useTell()
  const navigate = route.useNavigate()
  const catalogue = useQuery(trpc.catalogue.list.queryOptions({ city: list.city.id }))
  const id = asked.indicator ?? covered.data?.indicators[0]?.id
  const { period, asOf } = asked.shared
  const answer = useQuery({
    ...trpc.indicator.ask.queryOptions({
      indicator: id ?? '',
      city: list.city.id,
      by: [map.cut],
      ...(period && { period }),
      ...(asOf && { asOf }),
    }),
    enabled: id !== undefined,
  })
  const covering = covered.data?.indicators.find((indicator) => indicator.id === id)
  const name: Words | undefined =
    covering?.name ?? catalogue.data?.indicators.find((indicator) => indicator.id === id)?.name
  const onMap = new Set(map.cells.map(({ unit }) => unit))
  const figures = newestByUnit(answer.data?.figures ?? [])
  const rows: UnitRow[] = list.units
    .filter((unit) => onMap.has(unit.id))
    .map((unit) => ({ unit, figure: figures.get(unit.id) ?? null }))
  const set = (change: Record<string, string | undefined>, replace = false) =>
    void navigate({ to: '.', search: (now) => ({ ...now, ...change }), replace, resetScroll: false })

  const known = rows.filter(({ figure }) => figure !== null)
  const ends = known.toSorted((a, b) => b.figure!.value! - a.figure!.value!)
  const said = (row: UnitRow) => formatValue(row.figure!.value!, answer.data!.measuredIn, lang)
  const opening =
    name && answer.data && ends.length > 1
      ? `${words.opening(tell(name), known.length, rows.length)}; ${words.highest(tell(ends[0]!.unit.name), said(ends[0]!))}, ${words.lowest(tell(ends.at(-1)!.unit.name), said(ends.at(-1)!))}.`
      : covered.data?.indicators.length === 0
        ? `${words.openingNone(rows.length)}.`
        : name && answer.data
          ? `${words.opening(tell(name), known.length, rows.length)}.`
          : `${words.loadingData}…`

  return (
    <Page title={words.title} opening={opening}>
      {covered.isError && !covered.data ? (
        <ErrorState error={covered.error} retry={() => void covered.refetch()} />
      ) : (
        <Controls
          maps={list.maps}
          map={map}
          covered={covered.data?.indicators ?? []}
          others={(catalogue.data?.indicators ?? []).filter(
            (one) => !covered.data?.indicators.some((indicator) => indicator.id === one.id),
          )}
          indicator={id}
          q={asked.q}
          onMap={(chosen) => set({ map: chosen, unit: undefined })}
          onIndicator={(chosen) => set({ indicator: chosen })}
          onSearch={(q) => set({ q: q || undefined }, true)}
        />
      )}
      {answer.isError && answer.data && <Stale retry={() => void answer.refetch()} />}
      <div className="units">
        <UnitFigures
          map={map}
          rows={rows}
          name={name}
          indicator={id}
          time={covering?.time ?? 'stock'}
          measuredIn={answer.data?.measuredIn ?? null}
          asOf={answer.data ? formatDay(answer.data.asOf, lang) : null}
          answer={answer}
          q={asked.q}
          sort={asked.sort}
          selected={asked.unit}
          covering={covered.data === undefined || covered.data.indicators.length > 0}
          onSelect={(unit) => set({ unit: unit === asked.unit ? undefined : unit })}
          onSort={(sort) => set({ sort: sort === '-value' ? undefined : sort }, true)}
          panel={
            asked.unit !== undefined &&
            (list.units.some(({ id: one }) => one === asked.unit) ? (
              <UnitPanel
                list={list}
                unit={list.units.find(({ id: one }) => one === asked.unit)!}
                map={map}
                covered={covered.data?.indicators ?? []}
                shared={asked.shared}
                onClose={() => set({ unit: undefined })}
                onOpen={(unit, onto) => set({ unit, map: onto })}
              />
            ) : (
              <Unknown id={asked.unit} list={list} onOpen={(unit) => set({ unit })} />
            ))
          }
        />
      </div>
    </Page>
  )
}

function Unknown({ id, list, onOpen }: { id: string; list: Answered['unit']['list']; onOpen: (unit: string) => void }) {
  const words = useWords().units
  const tell = useTell()
  const local = list.units.filter((unit) => list.maps.some(({ cells }) => cells.some((cell) => cell.unit === unit.id)))
  return (
    <section className="unitpanel" role="alert">
      <h2>{words.unknown(id)}</h2>
      <p>{words.unknownBody}</p>
      <ul className="unitpanel__nearest">
        {nearest(id.split('/').at(-1)!, local, (unit) => [
          unit.id.split('/').at(-1)!,
          unit.short.vi,
          unit.short.en,
        ]).map((unit) => (
          <li key={unit.id}>
            <button type="button" className="button" onClick={() => onOpen(unit.id)}>
              {tell(unit.name)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
