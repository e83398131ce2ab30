/** Owns the way from the page's variables to a chart's colours, on screen and for paper. */
import type { Look } from './pen.ts'

export function readLook(): Look {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: color('--ink'),
    quiet: color('--quiet'),
    faint: color('--past'),
    line: color('--line'),
    surface: color('--surface'),
    accent: color('--accent'),
    status: {
      'on-track': color('--on-track'),
      behind: color('--behind'),
      'off-track': color('--off-track'),
      'no-data': color('--no-data'),
      late: color('--late'),
    },
    font: getComputedStyle(document.body).fontFamily,
    size: 12,
    still: matchMedia('(prefers-reduced-motion: reduce)').matches,
  }
}

/** Colours of the light theme whatever the page wears: paper and files are white. Nothing moves on them. */
export function paperLook(): Look {
  const root = document.documentElement.style
  const before = root.colorScheme
  root.colorScheme = 'light'
  const look = readLook()
  root.colorScheme = before
  return { ...look, surface: '#ffffff', still: true }
}

/** Calls back whenever the page's colours may have changed. @returns the way to stop */
export function watchLook(changed: () => void): () => void {
  const watcher = new MutationObserver(changed)
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'lang'] })
  const queries = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('(prefers-reduced-motion: reduce)')]
  for (const query of queries) query.addEventListener('change', changed)
  return () => {
    watcher.disconnect()
    for (const query of queries) query.removeEventListener('change', changed)
  }
}
