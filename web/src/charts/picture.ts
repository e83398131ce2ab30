/** Owns pictures for export: the chart with its title, unit, period, source and date inside, on white, at twice the size. */
import type { Draw } from './chart.tsx'
import { paperLook } from './look.ts'

export type Picture = {
  title: string
  subtitle: string
  /** Lines below the chart: source, release, date, badges. */
  foot: readonly string[]
  draw: Draw
  height: number
}

const width = 960
const margin = 32
const ratio = 2

export async function toPng({ title, subtitle, foot, draw, height }: Picture): Promise<Blob> {
  const { start } = await import('./engine.ts')
  const look = paperLook()
  await Promise.all([600, 400].map((weight) => document.fonts.load(`${weight} 20px ${look.font}`, title)))
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this browser has no canvas to draw a picture on')
  const write = (text: string, font: string, color: string, lead: number, top: number): number => {
    pen.font = font
    pen.fillStyle = color
    return linesOf(pen, text, width - 2 * margin).reduce((y, line) => {
      pen.fillText(line, margin, y + lead * 0.75)
      return y + lead
    }, top)
  }
  const paint = (): number => {
    let y = write(title, `600 22px ${look.font}`, look.ink, 32, margin)
    y = write(subtitle, `400 15px ${look.font}`, look.quiet, 24, y)
    const top = y + 12
    y = top + height + 12
    for (const line of foot) y = write(line, `400 13px ${look.font}`, look.quiet, 20, y)
    return top
  }
  // Measured once for the height, since titles wrap; setting the size clears the canvas.
  const lines = (text: string, font: string) => {
    pen.font = font
    return linesOf(pen, text, width - 2 * margin).length
  }
  const total =
    margin * 2 +
    32 * lines(title, `600 22px ${look.font}`) +
    24 * lines(subtitle, `400 15px ${look.font}`) +
    24 +
    height +
    20 * foot.reduce((count, line) => count + lines(line, `400 13px ${look.font}`), 0)
  canvas.width = width * ratio
  canvas.height = total * ratio
  pen.scale(ratio, ratio)
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, total)
  const top = paint()

  const chart = start(document.createElement('div'), undefined, {
    renderer: 'canvas',
    width: width - 2 * margin,
    height,
    devicePixelRatio: ratio,
  })
  chart.setOption({ ...draw(look, width - 2 * margin), animation: false })
  pen.drawImage(chart.renderToCanvas({ pixelRatio: ratio }), margin, top, width - 2 * margin, height)
  chart.dispose()
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be made'))), 'image/png')
  })
}

function linesOf(pen: CanvasRenderingContext2D, text: string, room: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word
    if (lines.length && pen.measureText(longer).width <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
