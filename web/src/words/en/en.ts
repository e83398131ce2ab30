/** Rooms of the English dictionary that the first screen needs. */
import { overview } from './overview.ts'
import { shell } from './shell.ts'
import { status } from './status.ts'
import type { vi } from '../vi/vi.ts'

export const en: typeof vi = { overview, shell, status }
