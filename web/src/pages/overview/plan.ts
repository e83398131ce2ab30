/** Owns the sentence under a tile's figure: how far it is from what was planned to date, or from last year. */
import type { Lang, Tile } from '@laban/shared'
import { formatChange, formatDay, formatDistance, formatValue, scaleOf } from '@laban/shared'
import type { Dictionary } from '../../words/words.ts'

/** First what it is held against, then the distance; the distance is the half to be read first. */
export type PlanWords = { against: string; distance: string | null }

export function planWords(tile: Tile, words: Dictionary['overview'], lang: Lang): PlanWords {
  const { value, standing, lastYear, measuredIn } = tile
  if (value === null) return { against: tile.empty?.[lang] ?? '', distance: null }
  if (!standing) {
    const grown = lastYear?.change !== null && lastYear?.change !== undefined && lastYear.comparable
    const growth = grown ? `${words.lastYear(formatChange(lastYear.change!, measuredIn, lang))} · ` : ''
    return { against: growth + words.noTarget, distance: null }
  }
  // One scale for the figure and the plan.
  const scale = scaleOf(measuredIn, Math.max(Math.abs(value), Math.abs(standing.planToDate)))
  const target = formatValue(standing.target, measuredIn, lang)
  const by = formatDay(standing.by, lang)
  const against =
    standing.phasing === 'end'
      ? tile.better === 'higher'
        ? words.ofTarget(target, by)
        : words.atMost(target, by)
      : words.plan(formatValue(standing.planToDate, measuredIn, lang, scale))
  return { against, distance: distanceWords(tile, words, lang) }
}

function distanceWords(
  { standing, measuredIn, better }: Tile,
  words: Dictionary['overview'],
  lang: Lang,
): string | null {
  if (!standing) return null
  const { distance } = standing
  const text = formatDistance(distance, measuredIn, lang)
  if (!/[1-9]/.test(text)) return words.exact
  if (better === 'higher') return distance < 0 ? words.short(text) : words.ahead(text)
  return distance < 0 ? words.over(text) : words.under(text)
}
