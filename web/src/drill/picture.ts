/** Owns pictures of the linked charts: months on top, the largest values of each axis below, with names, on white. */
import type { LinkedKind } from '../charts/linked/plot.ts'
import { drawLinked, heightOf } from '../charts/linked/plot.ts'
import type { Surface } from '../charts/linked/surface.ts'
import { canvasSurface, svgSurface } from '../charts/linked/surface.ts'
import { paperLook } from '../charts/look.ts'
import type { Look } from '../charts/pen.ts'
import { timeAxis, valuesOf } from './model.ts'
import type { DrillScene } from './scene.ts'

const width = 960
const margin = 32
const longest = 12

type Part = {
  title: string
  tick: (value: number) => string
  kind: LinkedKind
  names: string[]
  values: Float64Array
  picked: Uint8Array | null
  height: number
}

function partsOf({ model, session, write }: DrillScene): Part[] {
  const { crossed, masks } = session.state()
  if (!crossed) return []
  return model.axes.map(({ title, labels, values, order }, axis) => {
    const isTime = axis === timeAxis
    const all = valuesOf(model, crossed.sums[axis]!, axis)
    const there = order.filter((place) => isTime || !Number.isNaN(all[place]))
    const shown = isTime ? there : there.toSorted((a, b) => all[b]! - all[a]!).slice(0, longest)
    const kind = isTime ? 'line' : 'names'
    const mask = masks[axis]
    const { tick, unit } = write.together(shown.reduce((most, place) => Math.max(most, Math.abs(all[place]!) || 0), 0))
    return {
      title: `${title}${shown.length < there.length ? ` (${shown.length}/${there.length})` : ''} · ${unit}`,
      tick,
      kind,
      names: shown.map((place) =>
        isTime ? (values[place]!.endsWith('-01') ? values[place]!.slice(0, 4) : '') : labels[place]!,
      ),
      values: Float64Array.from(shown, (place) => all[place]!),
      picked: mask ? Uint8Array.from(shown, (place) => mask[place]!) : null,
      height: heightOf(kind, shown.length),
    }
  })
}

const textOf = (scene: DrillScene) => ({
  title: scene.subject,
  foot: scene.about().map(([label, text]) => `${label}: ${text}`),
})

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)

const inside = width - 2 * margin

const drawOn = (surface: Surface, { kind, names, values, picked, tick, height }: Part, look: Look): void =>
  drawLinked(
    surface,
    { kind, count: names.length, names, tick },
    { values, picked },
    {
      look,
      size: { width: inside, height },
    },
  )

/** Where each chart stands, and the lines of text around them. */
function placed(parts: readonly Part[], foot: readonly string[]) {
  let y = margin + 40
  const tops = parts.map(({ height }) => {
    const top = y + 24
    y = top + height + 16
    return top
  })
  return { tops, footTop: y + 8, height: y + 8 + foot.length * 20 + margin }
}

export function svgOf(scene: DrillScene): Blob {
  const parts = partsOf(scene)
  const { title, foot } = textOf(scene)
  const { tops, footTop, height } = placed(parts, foot)
  const look = paperLook()
  const say = (text: string, y: number, size: number, strong = false) =>
    `<text x="${margin}" y="${y}" font-size="${size}" fill="${strong ? look.ink : look.quiet}"${strong ? ' font-weight="600"' : ''}>${escaped(text)}</text>`
  const charts = parts.map((part, i) => {
    const surface = svgSurface(look)
    drawOn(surface, part, look)
    const drawn = `<g transform="translate(${margin},${tops[i]})">${surface.done()}</g>`
    return `${say(part.title, tops[i]! - 8, 14, true)}${drawn}`
  })
  const family = escaped(look.font).replaceAll('&quot;', "'")
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}"><rect width="100%" height="100%" fill="#ffffff"/>${say(title, margin + 18, 22, true)}${charts.join('')}${foot.map((line, i) => say(line, footTop + 14 + i * 20, 13)).join('')}</svg>`
  return new Blob([text], { type: 'image/svg+xml' })
}

export async function pngOf(scene: DrillScene): Promise<Blob> {
  const parts = partsOf(scene)
  const { title, foot } = textOf(scene)
  const { tops, footTop, height } = placed(parts, foot)
  const look = paperLook()
  await Promise.all([600, 400].map((weight) => document.fonts.load(`${weight} 20px ${look.font}`, title)))
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this browser has no canvas to draw a picture on')
  pen.scale(2, 2)
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, height)
  const say = (text: string, y: number, size: number, strong = false) => {
    pen.font = `${strong ? 600 : 400} ${size}px ${look.font}`
    pen.fillStyle = strong ? look.ink : look.quiet
    pen.fillText(text, margin, y, width - 2 * margin)
  }
  say(title, margin + 18, 22, true)
  for (const [i, part] of parts.entries()) {
    say(part.title, tops[i]! - 8, 14, true)
    pen.save()
    pen.translate(margin, tops[i]!)
    drawOn(canvasSurface(pen, look, 2), part, look)
    pen.restore()
  }
  for (const [i, line] of foot.entries()) say(line, footTop + 14 + i * 20, 13)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be made'))), 'image/png')
  })
}
