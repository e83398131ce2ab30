/** Owns the first screen: which question a tile asks, what it shows of the answer, and the order of the tiles. */
import type { Answer } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Overview, Tile } from '../overview.ts'
import type { Day } from '../period.ts'
import type { Question } from '../question.ts'

/** `period`: text that `parsePeriod` reads; its last year is the one shown. */
export type TileTime = { period?: string | undefined; asOf?: Day | undefined }

/** @throws Failure question/unknown-indicator, question/bad-period */
export function tileQuestion(indicator: string, city: string, time: TileTime, catalogue: Catalogue): Question {
  throw new Error(`not yet: ${indicator} ${city} ${String(time.period)} ${catalogue.release.id}`)
}

/** The answer must be that of `tileQuestion`. */
export function toTile(answer: Answer, catalogue: Catalogue): Tile {
  throw new Error(`not yet: ${answer.release} ${catalogue.release.id}`)
}

export type OverviewHead = {
  city: string
  period?: string | undefined
  asOf?: Day | undefined
  area?: string | undefined
}

/** Tiles of other areas than `head.area` are left out; the rest is ordered worst first within each group, and counted. */
export function toOverview(tiles: readonly Tile[], head: OverviewHead, catalogue: Catalogue): Overview {
  throw new Error(`not yet: ${tiles.length} ${head.city} ${catalogue.release.id}`)
}
