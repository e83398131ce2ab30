/** Rooms of the Vietnamese dictionary that come with their pages. */
import { account } from './account.ts'
import { catalogue } from './catalogue.ts'
import { indicator } from './indicator.ts'
import { peers } from './peers.ts'
import { units } from './units.ts'

export const pages = { account, catalogue, indicator, peers, units }
