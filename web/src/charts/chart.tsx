/** Owns the one place where ECharts meets the page: fetches it, draws, follows size, theme and paper. Knows no data. */
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words/words.ts'
import { paperLook, readLook, watchLook } from './look.ts'
import type { ChartOption, Look } from './pen.ts'

export type Draw = (look: Look, width: number) => ChartOption

type Props = {
  draw: Draw
  /** CSS pixels. */
  height: number
  /** What the chart shows, as a sentence. */
  reading: string
}

/** CSS pixels between the margins of A4 in portrait. */
const paperWidth = 690

export function Chart({ draw, height, reading }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef(draw)
  const redraw = useRef<() => void>(null)
  const [failed, setFailed] = useState(false)
  const words = useWords().indicator

  useEffect(() => {
    latest.current = draw
    redraw.current?.()
  }, [draw])

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    let stop: (() => void) | undefined
    let gone = false
    import('./engine.ts').then(
      ({ start }) => {
        if (gone) return
        const chart = start(element, undefined, { renderer: 'canvas' })
        const paint = (look: Look, width: number) => chart.setOption(latest.current(look, width), { notMerge: true })
        const show = () => paint(readLook(), element.clientWidth)
        redraw.current = show
        show()
        void document.fonts.ready.then(() => !gone && show())
        const sizes = new ResizeObserver(() => {
          if (element.clientWidth === 0 || element.clientWidth === chart.getWidth()) return
          chart.resize()
          show()
        })
        sizes.observe(element)
        const toPaper = () => {
          chart.resize({ width: paperWidth, height })
          paint(paperLook(), paperWidth)
        }
        const fromPaper = () => {
          chart.resize({ width: 'auto', height: 'auto' })
          show()
        }
        addEventListener('beforeprint', toPaper)
        addEventListener('afterprint', fromPaper)
        const unwatch = watchLook(show)
        stop = () => {
          sizes.disconnect()
          unwatch()
          removeEventListener('beforeprint', toPaper)
          removeEventListener('afterprint', fromPaper)
          redraw.current = null
          chart.dispose()
        }
      },
      () => setFailed(true),
    )
    return () => {
      gone = true
      stop?.()
    }
  }, [height])

  useEffect(() => {
    // Height comes through the object model: style attributes are forbidden.
    if (box.current) box.current.style.height = `${height}px`
  }, [height])

  if (failed) return <p className="quiet">{words.chartFailed}</p>
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- ECharts draws on a canvas of its own inside
  return <div ref={box} className="chart" role="img" aria-label={reading} />
}
