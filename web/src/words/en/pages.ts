/** Rooms of the English dictionary that come with their pages. */
import { catalogue } from './catalogue.ts'
import { indicator } from './indicator.ts'
import { peers } from './peers.ts'
import { reporting } from './reporting.ts'
import { units } from './units.ts'
import type { pages as rooms } from '../vi/pages.ts'

export const pages: typeof rooms = { catalogue, indicator, peers, reporting, units }
