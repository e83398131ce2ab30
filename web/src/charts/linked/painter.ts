/** Owns one linked chart on the screen: its canvas, sized to its place and to the pixels of the screen. */
import type { Look } from '../pen.ts'
import type { Frame, Linked } from './plot.ts'
import { drawLinked } from './plot.ts'
import { canvasSurface } from './surface.ts'

export type Painter = {
  /** Takes the size of its place anew. */
  fit: () => void
  paint: (frame: Frame, linked: Linked, look: Look) => void
  remove: () => void
}

/** @throws Error where the browser has no canvas */
export function openPainter(place: HTMLElement): Painter {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this browser has no canvas to draw on')
  // As large as its place, and never what keeps it from becoming smaller.
  Object.assign(canvas.style, { display: 'block', width: '100%', height: '100%' })
  place.append(canvas)
  let size = { width: 0, height: 0 }
  let scale = 1
  const fit = (): void => {
    size = { width: place.clientWidth, height: place.clientHeight }
    scale = devicePixelRatio
    canvas.width = Math.round(size.width * scale)
    canvas.height = Math.round(size.height * scale)
  }
  fit()
  return {
    fit,
    paint(frame, linked, look) {
      pen.setTransform(scale, 0, 0, scale, 0, 0)
      pen.clearRect(0, 0, size.width, size.height)
      drawLinked(canvasSurface(pen, look, scale), frame, linked, { look, size })
    },
    remove: () => canvas.remove(),
  }
}
