/** Owns the page of initiatives: the gallery, the units that still owe one, and the reader's own. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { trpc } from '../../api.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { Instead, useMe } from '../../reporting/me.tsx'
import '../../reporting/reporting.css'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Stale } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { CoverageView } from './coverage.tsx'
import { Gallery } from './gallery.tsx'
import './initiatives.css'
import { Mine } from './mine.tsx'

const route = getRouteApi('/initiatives')
const views = ['gallery', 'coverage', 'mine'] as const

export function InitiativesPage() {
  const { initiatives: words } = useWords().reporting
  const search = route.useSearch()
  const me = useMe()
  const writes = me?.roles.some((role) => role === 'reporter' || role === 'head') ?? false
  const view = views.find((one) => one === search['view'] && (one !== 'mine' || me !== null)) ?? 'gallery'
  const year = /^\d{4}$/.test(search['year'] ?? '') ? Number(search['year']) : undefined
  const gallery = useQuery({ ...trpc.initiative.gallery.queryOptions({}), staleTime: 0 })
  const coverage = useQuery({
    ...trpc.initiative.coverage.queryOptions(view === 'coverage' && year ? { year } : {}),
    staleTime: 0,
  })
  if (!gallery.data || !coverage.data) {
    const asked = gallery.data ? coverage : gallery
    return <Instead title={words.title} asked={asked} signedIn={me !== null} />
  }
  const list = gallery.data.initiatives
  const { units } = coverage.data
  const met = units.filter(({ state }) => state === 'recognised').length
  const owners = new Set(list.map(({ unit }) => unit.id)).size
  return (
    <Page title={words.title} opening={words.opening(list.length, owners, coverage.data.year, met, units.length)}>
      {gallery.isError && <Stale retry={() => void gallery.refetch()} />}
      <nav className="views" aria-label={words.title}>
        {views
          .filter((one) => one !== 'mine' || me !== null)
          .map((one) => (
            <Link
              key={one}
              to="/initiatives"
              search={one === 'gallery' ? {} : { view: one }}
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={one === view ? 'page' : undefined}
            >
              {words.views[one]}
            </Link>
          ))}
        {writes && <Begin />}
      </nav>
      {view === 'gallery' && <Gallery list={list} />}
      {view === 'coverage' && <CoverageView coverage={coverage.data} />}
      {view === 'mine' && <Mine />}
    </Page>
  )
}

/** The unit and the year are those of what is owed; somebody with many units chooses in the inbox. */
function Begin() {
  const { initiatives: words } = useWords().reporting
  const navigate = useNavigate()
  const inbox = useQuery({ ...trpc.inbox.get.queryOptions({}), staleTime: 60_000 })
  const begin = useMutation(trpc.initiative.begin.mutationOptions())
  const owed = inbox.data?.owed
    .filter(({ kind }) => kind === 'initiative')
    .sort((a, b) => (a.period < b.period ? 1 : -1))
  const first = owed?.[0]
  if (!first || new Set(owed.map(({ unit }) => unit)).size > 5) return null
  const start = async () => {
    const made = await begin.mutateAsync({ unit: first.unit, year: Number(first.period) })
    await navigate({ to: '/initiatives/$id', params: made, search: {} })
  }
  return (
    <span className="actions actions__end">
      <WriteFault error={begin.error} />
      <Button look="main" disabled={begin.isPending} onClick={() => void start().catch(() => undefined)}>
        {words.begin}
      </Button>
    </span>
  )
}
