/** Owns pictures of the linked charts: months on top, the largest values of each axis below, with names, on white. */
import { init, use } from 'echarts/core'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import type { LinkedKind } from '../charts/linked/option.ts'
import { heightOf, linkedData, linkedFrame } from '../charts/linked/option.ts'
import { paperLook } from '../charts/look.ts'
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

function begin(): void {
  use([BarChart, LineChart, GridComponent, CanvasRenderer, SVGRenderer])
}

function chartOf(scene: DrillScene, part: Part, renderer: 'svg' | 'canvas') {
  const look = paperLook()
  const size = { width: width - 2 * margin, height: part.height }
  const chart =
    renderer === 'svg'
      ? init(null, undefined, { renderer, ssr: true, ...size })
      : init(document.createElement('div'), undefined, { renderer, devicePixelRatio: 2, ...size })
  chart.setOption(
    linkedFrame(
      {
        kind: part.kind,
        count: part.names.length,
        names: part.names,
        tick: scene.write.together(part.values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0)).tick,
      },
      look,
      size.width,
    ),
  )
  chart.setOption(linkedData(part))
  return chart
}

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
  begin()
  const parts = partsOf(scene)
  const { title, foot } = textOf(scene)
  const { tops, footTop, height } = placed(parts, foot)
  const look = paperLook()
  const say = (text: string, y: number, size: number, strong = false) =>
    `<text x="${margin}" y="${y}" font-size="${size}" fill="${strong ? look.ink : look.quiet}"${strong ? ' font-weight="600"' : ''}>${escaped(text)}</text>`
  const charts = parts.map((part, i) => {
    const chart = chartOf(scene, part, 'svg')
    const drawn = chart.renderToSVGString().replace('<svg ', `<svg x="${margin}" y="${tops[i]}" `)
    chart.dispose()
    return `${say(part.title, tops[i]! - 8, 14, true)}${drawn}`
  })
  const family = escaped(look.font).replaceAll('&quot;', "'")
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}"><rect width="100%" height="100%" fill="#ffffff"/>${say(title, margin + 18, 22, true)}${charts.join('')}${foot.map((line, i) => say(line, footTop + 14 + i * 20, 13)).join('')}</svg>`
  return new Blob([text], { type: 'image/svg+xml' })
}

export async function pngOf(scene: DrillScene): Promise<Blob> {
  begin()
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
    const chart = chartOf(scene, part, 'canvas')
    pen.drawImage(chart.renderToCanvas({ pixelRatio: 2 }), margin, tops[i]!, width - 2 * margin, part.height)
    chart.dispose()
  }
  for (const [i, line] of foot.entries()) say(line, footTop + 14 + i * 20, 13)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be made'))), 'image/png')
  })
}
