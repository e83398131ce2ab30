/** Rooms of the Vietnamese dictionary that the first screen needs. */
import { overview } from './overview.ts'
import { shell } from './shell.ts'
import { status } from './status.ts'

export const vi = { overview, shell, status }
