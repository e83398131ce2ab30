/** Owns the first screen: one sentence, the counts, the tiles worst first. All of it is one answer of one release. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Overview, Tile } from '@laban/shared'
import { formatDay } from '@laban/shared'
import { useState } from 'react'
import type { OverviewSearch } from '../../address.ts'
import { sharedOf } from '../../address.ts'
import { trpc } from '../../api.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Page } from '../../ui/page.tsx'
import { Empty, ErrorState, Loading, Stale } from '../../ui/states.tsx'
import { useLang, useWords } from '../../words/words.ts'
import { DataAge } from './age.tsx'
import { Counts } from './counts.tsx'
import { groupOrder } from './group.ts'
import { Legend } from './legend.tsx'
import { Opening } from './opening.tsx'
import { Rest } from './rest.tsx'
import type { Stars } from './stars.ts'
import { useStars } from './stars.ts'
import { TileCard } from './tile.tsx'
import { Wall } from './wall.tsx'

const route = getRouteApi('/')

export function OverviewPage() {
  const { overview: words, shell } = useWords()
  const lang = useLang()
  const search = route.useSearch()
  const { data, error, isError, isPending, refetch } = useQuery({
    ...trpc.overview.get.queryOptions(sharedOf(search)),
    placeholderData: keepPreviousData,
  })
  if (isPending || !data) {
    return (
      <Page title={words.title} titleUnseen>
        {isError ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading lines={12} />}
      </Page>
    )
  }
  const inNewBoundary = data.tiles.filter(({ marks }) => marks.includes('new-boundary')).length
  if (search.wall === '1') {
    return <Wall overview={data} />
  }
  return (
    <Page title={words.title} titleUnseen opening={<Opening overview={data} />}>
      {isError && <Stale retry={() => void refetch()} />}
      <div className="summary">
        <Counts counts={data.counts} chosen={search.status} />
        <p className="summary__note">
          <Legend />
          {search.asOf === undefined && <DataAge horizon={data.horizon} />}
          {inNewBoundary > 0 && <span>{words.newBoundary(inNewBoundary)}</span>}
        </p>
      </div>
      <p className="print-only">{shell.print(formatDay(data.asOf, lang))}</p>
      <Tiles overview={data} search={search} />
    </Page>
  )
}

function Tiles({ overview, search }: { overview: Overview; search: OverviewSearch }) {
  const { overview: words } = useWords()
  const stars = useStars()
  // Drawn when asked for: a long table that few open must not delay the tiles.
  const [isRestOpen, setRestOpen] = useState(false)
  const narrowed = search.status !== undefined || search.area !== undefined
  const wanted = overview.tiles.filter(
    ({ status }) => search.status === undefined || (status ?? 'untargeted') === search.status,
  )
  if (wanted.length === 0) return <Empty title={words.none}>{words.noneBody}</Empty>
  const starred = wanted.filter(({ indicator }) => stars.ids.includes(indicator))
  const others = wanted.filter(({ indicator }) => !stars.ids.includes(indicator))
  const shown = narrowed ? others : others.filter(({ headline }) => headline)
  const rest = narrowed ? [] : others.filter(({ headline }) => !headline)
  return (
    <>
      <div className="groups">
        {starred.length > 0 && <TileGroup title={words.starred} tiles={starred} stars={stars} />}
        {groupOrder.map((group) => (
          <TileGroup
            key={group}
            title={words.groups[group]}
            tiles={shown.filter((tile) => tile.group === group)}
            stars={stars}
          />
        ))}
      </div>
      {rest.length > 0 && (
        <Disclosure title={words.all(rest.length)} onToggle={setRestOpen}>
          {isRestOpen && <Rest tiles={rest} />}
        </Disclosure>
      )}
    </>
  )
}

function TileGroup({ title, tiles, stars }: { title: string; tiles: Tile[]; stars: Stars }) {
  if (tiles.length === 0) return null
  return (
    <section className="group" aria-label={title}>
      {tiles.map((tile, at) => (
        <div key={tile.indicator} className="group__cell">
          {at === 0 && <h2 className="group__title">{title}</h2>}
          <TileCard tile={tile} starred={stars.ids.includes(tile.indicator)} onStar={stars.toggle} />
        </div>
      ))}
    </section>
  )
}
