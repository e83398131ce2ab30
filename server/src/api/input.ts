/** Owns the parts that inputs share. All inputs are strict: an unknown key is a failure. */
import { z } from 'zod'

/** Id of a city pack; absent: the city that this server is for. */
export const citySchema = z.string().max(60).optional()

/** Text that `parsePeriod` reads. */
export const periodSchema = z.string().max(40).optional()

export const indicatorIdSchema = z.string().max(120)
