/** Rooms of the Vietnamese dictionary that come with their pages. */
import { catalogue } from './catalogue.ts'
import { indicator } from './indicator.ts'
import { peers } from './peers.ts'
import { reporting } from './reporting.ts'
import { units } from './units.ts'

export const pages = { catalogue, indicator, peers, reporting, units }
