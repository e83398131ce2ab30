/** Owns finding records of a CSV file again, on which physical line they begin, after the engine only counted them. */
import { createReadStream } from 'node:fs'

/** Offsets are in bytes; `end` is behind the last byte of the record, before its line break. */
export type Located = { line: number; start: number; end: number }

const [quote, comma, feed, back] = [0x22, 0x2c, 0x0a, 0x0d]

/** Where a scan stands between two chunks of a file. */
type State = {
  line: number
  start: number
  at: number
  now: number
  prior: number
  quoted: boolean
  closed: boolean
  fresh: boolean
  blank: boolean
}

/** Runs over a chunk by RFC 4180 and tells of each record that ends in it. Kept free of allocation: files may have gigabytes. */
function scan(chunk: Buffer, state: State, tell: (line: number, start: number, end: number) => void) {
  let { line, start, at, now, prior, quoted, closed, fresh, blank } = state
  for (let i = 0; i < chunk.length; i++, at++) {
    const byte = chunk[i]!
    const before = prior
    prior = byte
    if (byte === feed) {
      now++
      if (quoted) continue
      if (!blank) tell(line, start, before === back ? at - 1 : at)
      line = now
      blank = fresh = true
      closed = false
      continue
    }
    if (blank && byte !== back) {
      blank = false
      start = at
    }
    if (byte === quote) {
      if (quoted) {
        quoted = false
        closed = true
      } else if (fresh || closed) {
        quoted = true
        closed = false
      }
      fresh = false
    } else if (!quoted) {
      closed = false
      fresh = byte === comma
    }
  }
  Object.assign(state, { line, start, at, now, prior, quoted, closed, fresh, blank })
}

/**
 * One pass over a file, in order and without holding it.
 * @param wanted  numbers of good records from 0, header not counted, ascending
 * @param refused  offsets at or before which refused records begin (the engine may point at a blank line before one), ascending
 */
export async function locate(
  path: string,
  wanted: readonly number[],
  refused: readonly number[],
): Promise<{ wanted: Located[]; refused: Located[] }> {
  const found = { wanted: [] as Located[], refused: [] as Located[] }
  const offsets = [...new Set(refused)]
  let good = -1
  const tell = (line: number, start: number, end: number) => {
    const next = offsets[found.refused.length]
    if (good >= 0 && next !== undefined && next <= start) found.refused.push({ line, start, end })
    else if (good++ === wanted[found.wanted.length]) found.wanted.push({ line, start, end })
  }
  const state: State = {
    line: 1,
    start: 0,
    at: 0,
    now: 1,
    prior: 0,
    quoted: false,
    closed: false,
    fresh: true,
    blank: true,
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    scan(chunk as Buffer, state, tell)
    if (found.wanted.length === wanted.length && found.refused.length === offsets.length) return found
  }
  if (!state.blank) tell(state.line, state.start, state.at)
  return found
}
