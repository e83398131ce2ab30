/** Owns what the overview asks of the server: the address, nothing else. */
import type { OverviewSearch } from '../../address.ts'
import { present } from '../../address.ts'

export type OverviewInput = { city?: string; period?: string; asOf?: string; area?: string }

/** Status and wall only choose what is shown. Absent stays absent, so that equal questions have equal addresses. */
export const inputOf = ({ city, period, asOf, area }: OverviewSearch): OverviewInput => present({ city, period, asOf, area })
