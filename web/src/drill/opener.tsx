/** Owns the door to the panel: a heading and a sentence; everything behind it is fetched when the reader comes near. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { Scene } from '../indicator/scene.ts'
import { Button } from '../ui/button.tsx'
import { Loading } from '../ui/states.tsx'
import { useWords } from '../words/words.ts'

const Panel = lazy(async () => ({ default: (await import('./panel.tsx')).DrillPanel }))

/** @param isAsked  the address already says something about the panel */
export function DrillOpener({ scene, isAsked }: { scene: Scene; isAsked: boolean }) {
  const words = useWords().drill
  const [isOpen, setOpen] = useState(isAsked)
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element || isOpen) return undefined
    const watcher = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) setOpen(true)
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [isOpen])
  return (
    <section ref={place} className="drill" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className="drill__opening quiet">{words.opening}</p>
      {isOpen ? (
        <Suspense fallback={<Loading lines={10} />}>
          <Panel scene={scene} />
        </Suspense>
      ) : (
        <Button onClick={() => setOpen(true)}>{words.open}</Button>
      )}
    </section>
  )
}
