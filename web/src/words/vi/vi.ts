/** All rooms of the Vietnamese dictionary. */
import { catalogue } from './catalogue.ts'
import { indicator } from './indicator.ts'
import { overview } from './overview.ts'
import { peers } from './peers.ts'
import { shell } from './shell.ts'
import { status } from './status.ts'
import { units } from './units.ts'

export const vi = { shell, status, overview, indicator, units, peers, catalogue }
