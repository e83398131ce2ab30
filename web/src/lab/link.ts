/** Owns a query as a piece of an address: packed text behind `#q=`, which no server sees. What is broken or too large is said, never guessed. */

/** Letters that a link may carry; longer ones are cut by mail and chat programs. */
const longestLink = 6000
/** Letters of a query; a packed text may claim to be far larger than it is. */
export const longestQuery = 100_000

const mark = 'q='

async function pump(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > 4 * longestQuery) {
      await reader.cancel()
      return null
    }
    parts.push(value)
  }
  const whole = new Uint8Array(size)
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0)
  return whole
}

const toText = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))

/** @returns the part of an address behind `#`; null where the query is too long for a link */
export async function packQuery(sql: string): Promise<string | null> {
  const packed = await pump(new TextEncoder().encode(sql), new CompressionStream('deflate-raw'))
  if (!packed) return null
  const text = mark + toText(packed)
  return text.length > longestLink ? null : text
}

/**
 * @param hash  with or without `#`
 * @returns undefined where it speaks of no query; null where it does but cannot be read
 */
export async function unpackQuery(hash: string): Promise<string | null | undefined> {
  const text = hash.replace(/^#/, '')
  if (!text.startsWith(mark)) return undefined
  try {
    const bytes = await pump(toBytes(text.slice(mark.length)), new DecompressionStream('deflate-raw'))
    if (!bytes) return null
    const sql = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return sql.length > longestQuery || sql === '' ? null : sql
  } catch {
    return null
  }
}
