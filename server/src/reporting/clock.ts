/** Owns what day it is where the city lies. Only reporting asks: no figure depends on a clock. */
import type { Day } from '@laban/shared'

/** Vietnam keeps UTC+7 the whole year. */
const offsetMs = 7 * 3_600_000

export const today = (now = Date.now()): Day => new Date(now + offsetMs).toISOString().slice(0, 10)
