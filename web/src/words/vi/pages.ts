/** Rooms of the Vietnamese dictionary that come with their pages. */
import { catalogue } from './catalogue.ts'
import { drill } from './drill.ts'
import { indicator } from './indicator.ts'
import { lab } from './lab.ts'
import { peers } from './peers.ts'
import { units } from './units.ts'

export const pages = { catalogue, drill, indicator, lab, peers, units }
