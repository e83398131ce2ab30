/** Owns what the address of the units page asks, read strictly, and which map that means. */
import { getRouteApi } from '@tanstack/react-router'
import { oneOf, textIn } from '../../address.ts'
import type { Answered } from '../../api.ts'
import { sorts } from './rows.ts'

export const route = getRouteApi('/units')

export type UnitMap = Answered['unit']['list']['maps'][number]
export type Covering = Answered['unit']['covered']['indicators'][number]

/** What the address says, read strictly. */
export function useAsked() {
  const search = route.useSearch()
  const raw = Object.fromEntries(
    Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const { city, period, asOf } = search
  return {
    map: textIn(raw, 'map'),
    indicator: textIn(raw, 'indicator'),
    unit: textIn(raw, 'unit'),
    q: textIn(raw, 'q') ?? '',
    sort: oneOf(raw, 'sort', sorts) ?? '-value',
    shared: { ...(city && { city }), ...(period && { period }), ...(asOf && { asOf }) },
  }
}

export type Asked = ReturnType<typeof useAsked>

/** The map asked for; else the one with the unit asked for; else the newest of the day asked, or of all. */
export function chosenMap(
  maps: readonly UnitMap[],
  asked: { map: string | undefined; unit: string | undefined; asOf: string | undefined },
): UnitMap | undefined {
  return (
    maps.find(({ id }) => id === asked.map) ??
    maps.findLast(({ cells }) => cells.some(({ unit }) => unit === asked.unit)) ??
    maps.findLast(({ at }) => asked.asOf === undefined || at <= asked.asOf) ??
    maps[0]
  )
}
