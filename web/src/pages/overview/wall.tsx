/** Owns the overview on a wall: one group at a time, large, turned by the arrow keys. */
import { useNavigate } from '@tanstack/react-router'
import type { Overview } from '@laban/shared'
import { formatDay } from '@laban/shared'
import { useEffect, useState } from 'react'
import { sharedOf } from '../../address.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useLang, useWords } from '../../words/words.ts'
import { Counts } from './counts.tsx'
import { groupOrder } from './group.ts'
import { Opening } from './opening.tsx'
import { useStars } from './stars.ts'
import { TileCard } from './tile.tsx'

export function Wall({ overview }: { overview: Overview }) {
  const { overview: words, shell } = useWords()
  const lang = useLang()
  const navigate = useNavigate()
  const stars = useStars()
  const pages = groupOrder
    .map((group) => ({ group, tiles: overview.tiles.filter((tile) => tile.group === group && tile.headline) }))
    .filter(({ tiles }) => tiles.length > 0)
  const [at, setAt] = useState(0)
  const count = pages.length
  const page = pages[Math.min(at, count - 1)]
  useEffect(() => {
    const leave = () => {
      if (document.fullscreenElement) void document.exitFullscreen()
      void navigate({ to: '/', search: (now) => sharedOf(now) })
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'ArrowRight' || event.key === 'PageDown') setAt((now) => (now + 1) % count)
      else if (event.key === 'ArrowLeft' || event.key === 'PageUp') setAt((now) => (now + count - 1) % count)
      else if (event.key === 'Escape') leave()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [count, navigate])
  if (!page) return null
  return (
    <div className="wall">
      <header className="wall__head">
        <h1 className="unseen">{words.title}</h1>
        <p className="wall__opening">
          <Opening overview={overview} />
        </p>
        <Counts counts={overview.counts} chosen={undefined} />
      </header>
      <section className="wall__group" aria-live="polite">
        <h2 className="wall__title">{words.groups[page.group]}</h2>
        <div className="wall__tiles">
          {page.tiles.map((tile) => (
            <TileCard
              key={tile.indicator}
              tile={tile}
              starred={stars.ids.includes(tile.indicator)}
              onStar={stars.toggle}
            />
          ))}
        </div>
      </section>
      <footer className="wall__foot">
        <span>{words.horizon(formatDay(overview.horizon, lang))}</span>
        <span className="wall__turn">
          <Button look="bare" className="wall__back" aria-label="←" onClick={() => setAt((at + count - 1) % count)}>
            <Icon name="chevron" />
          </Button>
          {shell.wall.page(Math.min(at, count - 1) + 1, count)}
          <Button look="bare" aria-label="→" onClick={() => setAt((at + 1) % count)}>
            <Icon name="chevron" />
          </Button>
          <Button onClick={() => void navigate({ to: '/', search: (now) => sharedOf(now) })}>{shell.wall.leave}</Button>
        </span>
      </footer>
    </div>
  )
}
