/** Owns the structured log: one JSON line an event on standard output, credentials never among it. */
import type { Logger } from 'pino'
import { pino } from 'pino'

export type Log = Logger

export const createLog = (level: string): Log =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['req.headers.authorization', 'req.headers.cookie'],
  })
