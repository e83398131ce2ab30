/** Owns the frame around every page: way in by keyboard, rail, bar above, notices. What floats is loaded when it is called. */
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { formatDay, isDay } from '@laban/shared'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useLang, useWords, withWords } from '../words/words.ts'
import { useLive } from './live.ts'
import { Rail } from './rail.tsx'
import { Standing } from './standing.tsx'
import { TopBar } from './topbar.tsx'

const Palette = lazy(async () => {
  const { Palette: component } = await withWords(import('../palette/palette.tsx'))
  return { default: component }
})
const Keys = lazy(() => import('./keys.tsx').then(({ Keys: component }) => ({ default: component })))

type Floating = 'palette' | 'keys' | null

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export function Frame() {
  const { shell } = useWords()
  const search: Record<string, unknown> = useLocation({ select: (location) => location.search })
  const [floating, setFloating] = useState<Floating>(null)
  const isWall = search['wall'] === '1'
  useShortcuts(setFloating)
  const toggle = (kind: Exclude<Floating, null>) => (open: boolean) => setFloating(open ? kind : null)
  return (
    <div className={isWall ? 'frame frame--wall' : 'frame'}>
      <a className="skip" href="#content">
        {shell.skip}
      </a>
      {!isWall && <Rail />}
      <div className="frame__body">
        <Standing />
        {!isWall && <TopBar onSearch={() => setFloating('palette')} onKeys={() => setFloating('keys')} />}
        <Notices asOf={search['asOf']} />
        <main id="content" tabIndex={-1} className="frame__main">
          <Outlet />
        </main>
      </div>
      <Suspense fallback={null}>
        {floating === 'palette' && <Palette isOpen onOpenChange={toggle('palette')} />}
        {floating === 'keys' && <Keys isOpen onOpenChange={toggle('keys')} />}
      </Suspense>
    </div>
  )
}

function useShortcuts(open: (kind: Floating) => void): void {
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        open('palette')
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.composedPath()[0] ?? null)) return
      if (event.key === '?') open('keys')
      else if (event.key === '/') {
        event.preventDefault()
        open('palette')
      } else if (event.key === 'w') {
        void navigate({ to: '/', search: ({ wall, ...rest }) => (wall === '1' ? rest : { ...rest, wall: '1' }) })
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [navigate, open])
}

/** What the reader must know about all figures on the page at once. */
function Notices({ asOf }: { asOf: unknown }) {
  const { shell } = useWords()
  const lang = useLang()
  const { fresh, lost } = useLive()
  const navigate = useNavigate()
  return (
    <>
      {typeof asOf === 'string' && isDay(asOf) && (
        <p className="notice notice--past">
          <span>{shell.past(formatDay(asOf, lang))}</span>
          <Button
            className="no-print"
            onClick={() => void navigate({ to: '.', search: (now) => ({ ...now, asOf: undefined }) })}
          >
            {shell.backToNow}
          </Button>
        </p>
      )}
      <div aria-live="polite" className="no-print">
        {lost && <p className="notice">{shell.offline}</p>}
        {fresh && <p className="toast">{shell.fresh}</p>}
      </div>
    </>
  )
}
