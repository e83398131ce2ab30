/**
 * Owns one linked chart: bars or months that are picked by pointer, by finger and by key. The drawing follows the session by itself;
 * React only knows where the reader's cursor is.
 */
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the values are drawn, so only the one under the cursor is an element */
import { formatPeriod } from '@laban/shared'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { openPainter } from '../charts/linked/painter.ts'
import type { LinkedKind } from '../charts/linked/plot.ts'
import { heightOf, placeAt } from '../charts/linked/plot.ts'
import { readLook, watchLook } from '../charts/look.ts'
import { Button } from '../ui/button.tsx'
import { useLang, useWords } from '../words/words.ts'
import type { Axis, Mask } from './cube/axis.ts'
import type { Model } from './model.ts'
import { daysOf, timeAxis, valuesOf } from './model.ts'
import type { Writing } from './scene.ts'
import type { Session } from './session.ts'
import { sameMask } from './session.ts'

type Props = {
  model: Model
  session: Session
  axis: Axis
  /** Places that stand on the chart, in order. */
  shown: readonly number[]
  /** The filter where nothing is picked here: what stands around the chart filters the axis as well. */
  base: Mask
  /** What a pick becomes: a running ratio begins in January. */
  shape: (mask: Mask) => Mask
  write: Writing
  /** The reader has done picking; null: everything. */
  onPicked: (mask: Mask) => void
}

/** Up to so many values each has a line with its name. */
const named = 20

const kindOf = (axis: Axis, count: number): LinkedKind =>
  axis === timeAxis ? 'line' : count <= named ? 'names' : 'bars'

export function LinkedChart({ model, session, axis, shown, base, shape, write, onPicked }: Props) {
  const words = useWords().drill
  const lang = useLang()
  const id = useId()
  const { title, labels, values: codes } = model.axes[axis]!
  const kind = kindOf(axis, shown.length)
  const [unit, setUnit] = useState('')
  const frame = useMemo(
    () => ({
      kind,
      count: shown.length,
      names: namesOf(
        kind,
        shown.map((place) => labels[place]!),
        shown.map((place) => codes[place]!),
      ),
    }),
    [codes, kind, labels, shown],
  )
  const box = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const drag = useRef<{ from: number; moved: boolean; adds: boolean } | null>(null)
  const height = heightOf(kind, shown.length)
  const baseNow = useRef(base)
  useEffect(() => {
    baseNow.current = base
  }, [base])

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    element.style.height = `${height}px`
    const painter = openPainter(element)
    let look = readLook()
    const paint = () => {
      const { crossed, masks } = session.state()
      if (!crossed) return
      const all = valuesOf(model, crossed.sums[axis]!, axis)
      const values = Float64Array.from(shown, (place) => all[place]!)
      const together = write.together(values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0))
      setUnit(together.unit)
      const mask = pickedIn(axis, masks[axis] ?? null, baseNow.current)
      const picked = mask && Uint8Array.from(shown, (place) => mask[place]!)
      painter.paint({ ...frame, tick: together.tick }, { values, picked }, look)
    }
    const draw = () => {
      look = readLook()
      painter.fit()
      paint()
    }
    paint()
    let isGone = false
    void document.fonts.ready.then(() => !isGone && draw())
    const sizes = new ResizeObserver(() => element.clientWidth > 0 && draw())
    sizes.observe(element)
    const unwatch = watchLook(draw)
    const ignore = session.onChange(paint)
    return () => {
      isGone = true
      ignore()
      unwatch()
      sizes.disconnect()
      painter.remove()
    }
  }, [axis, frame, height, model, session, shown, write])

  const state = useSyncExternalStore(session.onChange, session.state, session.state)
  const mask = pickedIn(axis, state.masks[axis] ?? null, base)
  const count = mask ? shown.reduce((sum, place) => sum + mask[place]!, 0) : 0
  const isPicked = mask !== null && !sameMask(mask, base)

  const valueOf = (at: number): number =>
    state.crossed ? valuesOf(model, state.crossed.sums[axis]!, axis)[shown[at]!]! : Number.NaN
  const nameOf = (at: number): string =>
    axis === timeAxis ? formatPeriod(daysOf(codes[shown[at]!]!, codes[shown[at]!]!), 'flow', lang) : labels[shown[at]!]!
  const readingOf = (at: number): string => {
    const value = valueOf(at)
    return `${nameOf(at)}: ${Number.isNaN(value) ? words.nothing : write.amount(value)}`
  }

  const maskOf = (from: number, to: number): Uint8Array => {
    const made = new Uint8Array(model.sizes[axis]!)
    for (let at = Math.min(from, to); at <= Math.max(from, to); at++) made[shown[at]!] = 1
    return made
  }
  const settle = (next: Mask): void => {
    const shaped = shape(next)
    session.pick(axis, shaped)
    onPicked(next === null ? null : shaped)
  }
  const toggle = (at: number, adds: boolean): void => {
    const place = shown[at]!
    if (adds && mask) {
      const next = mask.slice()
      next[place] = next[place] === 1 ? 0 : 1
      return settle(next.includes(1) ? next : null)
    }
    settle(mask?.[place] === 1 && count === 1 ? null : maskOf(at, at))
  }

  const placeUnder = (event: PointerEvent): number | null => {
    const corner = event.currentTarget.getBoundingClientRect()
    return placeAt(frame, { x: event.clientX - corner.left, y: event.clientY - corner.top }, corner)
  }
  const onPointerDown = (event: PointerEvent) => {
    const at = placeUnder(event)
    if (at === null || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { from: at, moved: false, adds: event.ctrlKey || event.metaKey || event.shiftKey }
  }
  const onPointerMove = (event: PointerEvent) => {
    const at = placeUnder(event)
    if (at !== cursor) setCursor(at)
    const held = drag.current
    if (!held || at === null || (at === held.from && !held.moved)) return
    held.moved = true
    session.pick(axis, shape(maskOf(held.from, at)))
  }
  const onPointerUp = (event: PointerEvent) => {
    const held = drag.current
    drag.current = null
    if (!held) return
    if (held.moved) onPicked(session.state().masks[axis] ?? null)
    else toggle(placeUnder(event) ?? held.from, held.adds)
  }
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowDown: 1,
    ArrowLeft: -1,
    ArrowUp: -1,
    Home: -Infinity,
    End: Infinity,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = shown.length - 1
    if (event.key in steps) {
      event.preventDefault()
      const at =
        cursor === null ? (event.key === 'End' ? last : 0) : Math.min(last, Math.max(0, cursor + steps[event.key]!))
      setCursor(at)
      if (event.shiftKey && cursor !== null) {
        const next = mask ? mask.slice() : maskOf(cursor, cursor)
        next[shown[at]!] = 1
        settle(next)
      }
    } else if ((event.key === 'Enter' || event.key === ' ') && cursor !== null) {
      event.preventDefault()
      toggle(cursor, event.ctrlKey || event.metaKey || event.key === ' ')
    } else if (event.key === 'Escape' && isPicked) {
      event.stopPropagation()
      settle(null)
    }
  }

  return (
    <section className={`linked linked--${kind}`} aria-labelledby={`${id}-title`}>
      <header className="linked__head">
        <h4 id={`${id}-title`}>{title}</h4>
        <p className="linked__reading small" aria-hidden="true">
          {cursor !== null && cursor < shown.length
            ? readingOf(cursor)
            : count > 0
              ? words.picked(count)
              : `${words.values(shown.length)} · ${unit}`}
        </p>
        {isPicked && (
          <Button
            look="bare"
            className="linked__clear"
            aria-label={`${words.clear}: ${title}`}
            onClick={() => settle(null)}
          >
            {words.clear}
          </Button>
        )}
      </header>
      <div
        className="linked__box"
        role="listbox"
        tabIndex={0}
        aria-label={`${title}. ${words.keys}`}
        aria-multiselectable="true"
        aria-activedescendant={cursor === null ? undefined : `${id}-option`}
        onFocus={() => {
          session.enter(axis)
          setCursor((now) => now ?? 0)
        }}
        onKeyDown={onKeyDown}
        onPointerEnter={() => session.enter(axis)}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => (drag.current = null)}
        onPointerLeave={() => setCursor(null)}
      >
        <div ref={box} className="linked__plot" aria-hidden="true" />
        {shown.length > 0 && (
          <div
            id={`${id}-option`}
            className="unseen"
            role="option"
            aria-selected={cursor !== null && mask?.[shown[cursor] ?? -1] === 1}
            aria-setsize={shown.length}
            aria-posinset={(cursor ?? 0) + 1}
          >
            {readingOf(Math.min(cursor ?? 0, shown.length - 1))}
          </div>
        )}
      </div>
    </section>
  )
}

/** Months are always told apart, since some span is always summed; other axes only where the reader picked. */
const pickedIn = (axis: Axis, mask: Mask, base: Mask): Mask => (axis !== timeAxis && sameMask(mask, base) ? null : mask)

/** Of months only the years are named, at their first month. */
function namesOf(kind: LinkedKind, labels: readonly string[], codes: readonly string[]): string[] {
  if (kind !== 'line') return [...labels]
  const step = Math.ceil(codes.length / 12 / 8)
  return codes.map((code) => (code.endsWith('-01') && Number(code.slice(0, 4)) % step === 0 ? code.slice(0, 4) : ''))
}
