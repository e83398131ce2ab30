/** All rooms of the English dictionary. */
import { catalogue } from './catalogue.ts'
import { indicator } from './indicator.ts'
import { overview } from './overview.ts'
import { peers } from './peers.ts'
import { shell } from './shell.ts'
import { status } from './status.ts'
import { units } from './units.ts'
import type { vi } from '../vi/vi.ts'

export const en: typeof vi = { shell, status, overview, indicator, units, peers, catalogue }
