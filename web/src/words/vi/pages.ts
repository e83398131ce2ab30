/** Rooms of the Vietnamese dictionary that come with their pages. */
import { account } from './account.ts'
import { catalogue } from './catalogue.ts'
import { drill } from './drill.ts'
import { failures } from './failures.ts'
import { indicator } from './indicator.ts'
import { lab } from './lab.ts'
import { notices } from './notices.ts'
import { peers } from './peers.ts'
import { reporting } from './reporting.ts'
import { units } from './units.ts'

export const pages = { account, catalogue, drill, failures, indicator, lab, notices, peers, reporting, units }
