/** Owns the page of one indicator: asks what the address says and sets the parts in order. */
import type { Figure } from '@laban/shared'
import { localLevels, parsePeriod, periodKey } from '@laban/shared'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { PageSearch } from '../../address.ts'
import { present, sharedOf, writeSearch } from '../../address.ts'
import { trpc } from '../../api.ts'
import { newest, yearsOf } from '../../charts/runs.ts'
import { DrillOpener } from '../../drill/opener.tsx'
import { drillFields } from '../../drill/view.ts'
import { Breakdown } from '../../indicator/breakdown.tsx'
import { Controls, Filters } from '../../indicator/controls.tsx'
import { Definition } from '../../indicator/definition.tsx'
import { Heading } from '../../indicator/heading.tsx'
import { Neighbours } from '../../indicator/neighbours.tsx'
import { Numbers } from '../../indicator/numbers.tsx'
import { Passport } from '../../indicator/passport.tsx'
import type { About, Scene } from '../../indicator/scene.ts'
import { Shortfall } from '../../indicator/shortfall.tsx'
import { Trend } from '../../indicator/trend.tsx'
import { headQuestion, seriesQuestion, viewOf, yearShown } from '../../indicator/view.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Loading, Stale } from '../../ui/states.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import './indicator.css'

const route = getRouteApi('/indicators/$domain/$name')

/** The panel's own fields change with every pick: the page around it must not be drawn anew for them. */
const withoutDrill = (search: PageSearch): PageSearch =>
  present({ ...search, ...Object.fromEntries(drillFields.map((field) => [field, undefined])) })

const asksDrill = (search: PageSearch): boolean => drillFields.some((field) => search[field] !== undefined)

export function IndicatorPage() {
  const { domain, name } = route.useParams()
  const search = route.useSearch({ select: withoutDrill, structuralSharing: true })
  const id = `${domain}/${name}`
  const view = useMemo(() => viewOf(id, search), [id, search])
  const about = useQuery(trpc.indicator.get.queryOptions(view.city ? { id, city: view.city } : { id }))
  const router = useRouter()
  const linkOf = (found: string) => router.history.createHref(`/indicators/${found}${writeSearch(sharedOf(search))}`)
  if (about.data) return <Indicator about={about.data} view={view} />
  return (
    <Page title={id} titleUnseen>
      {about.error ? (
        <ErrorState error={about.error} retry={() => void about.refetch()} linkOf={linkOf} />
      ) : (
        <Loading lines={12} />
      )}
    </Page>
  )
}

function Indicator({ about, view }: { about: About; view: Scene['view'] }) {
  const lang = useLang()
  const words = useWords().indicator
  const tell = useTell()
  const city = about.city.id
  const navigate = route.useNavigate()
  const isDrillAsked = route.useSearch({ select: asksDrill })
  const units = useQuery(trpc.unit.list.queryOptions({ city }))
  const series = useQuery(
    trpc.indicator.ask.queryOptions(seriesQuestion(view, city), { placeholderData: keepPreviousData }),
  )
  const head = useQuery(
    trpc.indicator.ask.queryOptions(headQuestion(view, city), { placeholderData: keepPreviousData }),
  )

  const scene = useMemo<Scene>(() => {
    const names = new Map(units.data?.units.map((unit) => [unit.id, unit.name]))
    return {
      about,
      view,
      lang,
      words,
      unitName: (unit) => {
        const found = names.get(unit)
        return found ? tell(found) : unit
      },
    }
  }, [about, lang, tell, units.data, view, words])

  const cuts = useMemo(() => {
    const levels = new Set(units.data?.units.map(({ level }) => level))
    const local = localLevels.some((level) => levels.has(level)) ? ['unit:local'] : []
    const others = (['district', 'former-province', 'department', 'board', 'agency'] as const)
      .filter((level) => levels.has(level))
      .map((level) => `unit:${level}`)
    return [...about.indicator.cuts, ...local, ...others]
  }, [about, units.data])

  const openOrigin = useCallback(
    (figure: Figure) =>
      void navigate({
        search: (now) => ({ ...now, origin: periodKey(figure.period), of: figure.unit }),
        resetScroll: false,
      }),
    [navigate],
  )
  const closeOrigin = useCallback(
    () =>
      void navigate({
        search: (now) => ({ ...now, origin: undefined, of: undefined }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )

  const figure = newest(head.data?.figures ?? [])
  const year = yearShown(view, figure)
  const opened = view.origin === undefined ? undefined : figureAt(series.data?.figures ?? [], view.origin, view.of)
  // What was published as a rate of its own does not add, so no map can be laid over it.
  const canRecut =
    about.city.units.length > 1 &&
    about.indicator.measure.kind !== 'stated' &&
    about.indicator.measure.kind !== 'distinct'
  const fault = head.error ?? series.error
  const failed = fault && !head.data

  return (
    <Page title={tell(about.indicator.name)}>
      <div className={failed || (head.data && !figure) ? 'indicator indicator--empty' : 'indicator'}>
        {(head.isError || series.isError) && head.data && <Stale retry={() => void head.refetch()} />}
        <Filters scene={scene} />
        <div className="indicator__top">
          {head.data ? (
            <Heading scene={scene} answer={head.data} figure={figure} onOrigin={openOrigin} />
          ) : failed ? (
            <ErrorState error={fault} retry={() => void head.refetch()} />
          ) : (
            <Loading lines={4} />
          )}
        </div>
        {(failed || figure || view.period) && (
          <Controls scene={scene} canRecut={canRecut} years={yearsOf(series.data?.figures ?? [])} />
        )}
        <div className="indicator__main">
          {series.data && year !== undefined && series.data.figures.length > 0 && (
            <Trend scene={scene} answer={series.data} year={year} />
          )}
          {!series.data && !failed && <Loading lines={6} />}
          {(figure || view.unit || Object.keys(view.where).length > 0) && (
            <div className="breakdowns">
              {cuts.map((cut) => (
                <Breakdown key={cut} scene={scene} cut={cut} />
              ))}
            </div>
          )}
        </div>
        {series.data && year !== undefined && series.data.figures.length > 0 && (
          <Numbers scene={scene} answer={series.data} year={year} onOrigin={openOrigin} />
        )}
        {about.indicator.rows && <DrillOpener scene={scene} isAsked={isDrillAsked} />}
        <Shortfall scene={scene} />
        <Definition scene={scene} asOf={head.data?.asOf ?? '9999-12-31'} />
        <Neighbours scene={scene} />
      </div>
      <Passport scene={scene} figure={opened} onClose={closeOrigin} />
    </Page>
  )
}

/** The figure that the address names; of two territories the one named. */
function figureAt(figures: readonly Figure[], period: string, unit: string | undefined): Figure | undefined {
  const { start, end } = parsePeriod(period)
  const there = figures.filter((figure) => figure.period.start === start && figure.period.end === end)
  return there.find((figure) => figure.unit === unit) ?? there.at(-1)
}
