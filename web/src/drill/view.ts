/** Owns what the address says about the panel. Pure. */
import type { Where } from '@laban/shared'
import { parseWhere, printWhere } from '@laban/shared'
import type { PageSearch, RawSearch } from '../address.ts'
import { BadAddress, listIn, oneOf, periodIn, present, textIn } from '../address.ts'

export const shows = ['pivot', 'rank', 'map', 'compare', 'rows'] as const
export type Show = (typeof shows)[number]

export type DrillView = {
  show: Show
  /** Axis -> codes picked on its chart. */
  pick: Where
  /** Months summed, as a period's text; absent: the newest year. */
  span?: string
  /** Level of units that stand on the chart. */
  group?: string
  /** Axes of the pivot table: rows, columns. */
  across?: string[]
  /** Axis of the ranking and of the parts of a gap. */
  by?: string
  /** Compared: two periods, or two units. */
  against: 'period' | 'unit'
  here?: string
  there?: string
}

/** Names in the address that belong to the panel alone: the page around it does not look at them. */
export const drillFields = ['show', 'pick', 'span', 'group', 'across', 'by', 'against', 'here', 'there'] as const

/** @throws BadAddress */
export function drillViewOf(search: PageSearch): DrillView {
  const raw = search as RawSearch
  const against = oneOf(raw, 'against', ['period', 'unit']) ?? 'period'
  return {
    show: oneOf(raw, 'show', shows) ?? 'pivot',
    pick: pickOf(raw),
    against,
    ...present({
      span: periodIn(raw, 'span'),
      group: textIn(raw, 'group'),
      across: listIn(raw, 'across')?.slice(0, 2),
      by: textIn(raw, 'by'),
      here: against === 'period' ? periodIn(raw, 'here') : textIn(raw, 'here'),
      there: against === 'period' ? periodIn(raw, 'there') : textIn(raw, 'there'),
    }),
  }
}

function pickOf(raw: RawSearch): Where {
  try {
    return parseWhere(textIn(raw, 'pick') ?? '')
  } catch {
    throw new BadAddress('pick', raw['pick'] ?? '')
  }
}

/** A change of the view, as fields of the address; absent values leave it. */
export function writeDrill(
  change: Partial<{ [K in keyof DrillView]: DrillView[K] | undefined }>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(change).map(([field, value]) => {
      if (value === undefined) return [field, undefined]
      if (field === 'pick') return [field, printWhere(value as Where) || undefined]
      if (field === 'show') return [field, value === 'pivot' ? undefined : (value as string)]
      if (field === 'against') return [field, value === 'period' ? undefined : (value as string)]
      return [field, Array.isArray(value) ? value.join(',') : (value as string)]
    }),
  )
}
