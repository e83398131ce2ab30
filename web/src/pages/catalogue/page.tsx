/** Owns the catalogue page: every indicator, searched and filtered by the address alone. */
import type { Group, Words } from '@laban/shared'
import { groups, measureOf } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useId } from 'react'
import { sharedOf } from '../../address.ts'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { fileName, toCsv } from '../../charts/csv.ts'
import { save } from '../../charts/save.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { Empty, ErrorState, Loading, Stale } from '../../ui/states.tsx'
import { StatusMark } from '../../ui/status.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import type { Facet, Wanted } from './filter.ts'
import { offered, statusKey, wantedOf } from './filter.ts'
import './catalogue.css'

const route = getRouteApi('/indicators')

type Listed = Answered['catalogue']['list']['indicators'][number]

export function CataloguePage() {
  const words = useWords().catalogue
  const { city } = route.useSearch()
  const list = useQuery(trpc.catalogue.list.queryOptions({ ...(city && { city }) }))
  if (list.error && !list.data) {
    return (
      <Page title={words.title}>
        <ErrorState error={list.error} retry={() => void list.refetch()} linkOf={(id) => `/indicators?city=${id}`} />
      </Page>
    )
  }
  if (!list.data) {
    return (
      <Page title={words.title}>
        <Loading lines={12} />
      </Page>
    )
  }
  const { indicators } = list.data
  return (
    <Page
      title={words.title}
      opening={`${words.opening(indicators.length, indicators.filter(({ status }) => status !== 'no-data').length)}.`}
    >
      {list.isError && <Stale retry={() => void list.refetch()} />}
      <Found list={list.data} />
    </Page>
  )
}

function Found({ list }: { list: Answered['catalogue']['list'] }) {
  const { catalogue: words, overview, status: statusWords } = useWords()
  const lang = useLang()
  const tell = useTell()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const id = useId()
  const wanted: Wanted = {
    q: search['q'] ?? '',
    group: search['group'],
    basis: search['basis'],
    owner: search['owner'],
    status: search['status'],
    area: search.area,
  }
  const found = wantedOf(list.indicators, wanted)
  const set = (change: Record<string, string | undefined>) =>
    void navigate({ to: '.', search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false })
  const isCut =
    wanted.q !== '' ||
    [wanted.group, wanted.basis, wanted.owner, wanted.status, wanted.area].some((value) => value !== undefined)
  const area = list.areas.find((one) => one.id === wanted.area)

  const title: Record<Exclude<Facet, 'area'>, (entry: Listed) => string> = {
    group: ({ group }) => overview.groups[group],
    basis: ({ basis }) => tell(basis),
    owner: ({ owner }) => tell(owner.name),
    status: (entry) => statusWords[statusKey(entry) as 'untargeted'],
  }
  const select = (facet: Exclude<Facet, 'area'>) => {
    const options = offered(list.indicators, wanted, facet)
    const value = wanted[facet]
    return (
      <label className="catalogue__field" htmlFor={`${id}-${facet}`}>
        <span>{words[facet]}</span>
        <span className="catalogue__select">
          <select
            id={`${id}-${facet}`}
            value={value ?? ''}
            onChange={(event) => set({ [facet]: event.target.value || undefined })}
          >
            <option value="">{words.all}</option>
            {value !== undefined && !options.some(({ key }) => key === value) && <option value={value}>{value}</option>}
            {options.map(({ key, entry, count }) => (
              <option key={key} value={key}>
                {words.counted(title[facet](entry), count)}
              </option>
            ))}
          </select>
          <Icon name="down" size={16} />
        </span>
      </label>
    )
  }

  const saveFile = () => {
    const { csv } = words
    const header = [csv.id, csv.name, csv.definition, csv.group, csv.owner, csv.basis, csv.measuredIn, csv.status]
    const lines = found.map((entry) => [
      entry.id,
      tell(entry.name),
      tell(entry.definition),
      title.group(entry),
      title.owner(entry),
      title.basis(entry),
      measureOf(entry.measuredIn).title[lang],
      title.status(entry),
    ])
    save(new Blob([toCsv(header, lines)], { type: 'text/csv;charset=utf-8' }), fileName(words.title, 'csv'))
  }

  return (
    <>
      <search className="catalogue__bar no-print" aria-label={words.filters}>
        <label className="catalogue__field catalogue__field--search" htmlFor={`${id}-q`}>
          <span>
            {words.search} <span className="quiet">({words.searchHint})</span>
          </span>
          <input
            id={`${id}-q`}
            type="search"
            value={wanted.q}
            autoComplete="off"
            onChange={(event) => set({ q: event.target.value || undefined })}
          />
        </label>
        {select('group')}
        {select('status')}
        {select('owner')}
        {select('basis')}
      </search>
      <div className="catalogue__count">
        <p aria-live="polite" className="quiet small">
          {words.found(found.length, list.indicators.length)}
          {area && ` · ${words.area(tell(area.title))}`}
        </p>
        {isCut && (
          <Button
            look="bare"
            className="no-print"
            onClick={() =>
              set({
                q: undefined,
                group: undefined,
                basis: undefined,
                owner: undefined,
                status: undefined,
                area: undefined,
              })
            }
          >
            {words.clear}
          </Button>
        )}
        <Button look="bare" className="no-print catalogue__save" onClick={saveFile}>
          <Icon name="download" size={16} />
          {words.saveCsv}
        </Button>
      </div>
      {found.length === 0 ? (
        <Empty title={words.none}>
          <p>{words.noneBody}</p>
        </Empty>
      ) : wanted.q === '' ? (
        groups
          .filter((group) => found.some((entry) => entry.group === group))
          .map((group) => (
            <GroupOf key={group} group={group} entries={found.filter((entry) => entry.group === group)} />
          ))
      ) : (
        <Entries entries={found} withGroup />
      )}
    </>
  )
}

function GroupOf({ group, entries }: { group: Group; entries: readonly Listed[] }) {
  const { overview } = useWords()
  return (
    <section className="catalogue__group" aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`}>
        {overview.groups[group]} <span className="quiet catalogue__of">{entries.length}</span>
      </h2>
      <Entries entries={entries} />
    </section>
  )
}

function Entries({ entries, withGroup = false }: { entries: readonly Listed[]; withGroup?: boolean }) {
  const { catalogue: words, overview } = useWords()
  const tell: (said: Words) => string = useTell()
  return (
    <ul className="catalogue__list">
      {entries.map((entry) => {
        const [domain = '', name = ''] = entry.id.split('/')
        return (
          <li key={entry.id} className="entry">
            <div className="entry__what">
              <Link
                className="entry__name"
                to="/indicators/$domain/$name"
                params={{ domain, name }}
                search={(now) => sharedOf(now)}
              >
                {tell(entry.name)}
              </Link>
              {entry.headline && <Badge>{words.headline}</Badge>}
              <p className="entry__definition">{tell(entry.definition)}</p>
            </div>
            <div className="entry__who">
              <StatusMark status={entry.status} />
              <span>{tell(entry.owner.name)}</span>
              <span className="entry__basis">
                {[withGroup && overview.groups[entry.group], tell(entry.basis)].filter(Boolean).join(' · ')}
              </span>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
