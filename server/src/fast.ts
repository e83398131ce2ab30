/**
 * Owns answers that are ready as bytes: kept by exact address for one release, handed out before Express sees the request. Serves
 * the public alone: a request that shows any credentials is never answered from here. Refuses to make answers itself.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { Preference } from './preference.ts'
import { showsCredentials } from './people/cookie.ts'
import { preferences, readPreference } from './preference.ts'

type Encoding = 'br' | 'gzip' | 'identity'
type Variant = { body: Buffer; etag: string; fresh: string[]; unchanged: string[] }

/** One answer in every encoding, with its headers ready to be written. */
export type Entry = Record<Encoding, Variant>

export type Made = {
  body: Buffer
  /** Content-Type */
  type: string
  /** What the answer depends on besides the address; `Accept-Encoding` is added. */
  vary?: string
  /** Cache-Control; left out: may be kept anywhere but is asked for again each time. */
  cache?: string
  /** Further headers of this answer, e.g. of security. */
  headers?: Readonly<Record<string, string>>
}

export type Fast = {
  /** Answers if it can, and says whether it did. */
  answer(req: IncomingMessage, res: ServerResponse): boolean
  /** Makes an entry without keeping it. */
  entry(made: Made, effort?: 'request' | 'ahead'): Promise<Entry>
  keep(place: Place, entry: Entry): void
}

const compressBr = promisify(brotliCompress)
const compressGzip = promisify(gzip)
/** Below this, compressing costs more than it saves. */
const worthCompressing = 860

/** Above this somebody would wait longer for a better packing than for what it spares. */
const large = 100_000

/** Pages stand on the shelf of what the reader prefers, data on one for all: joining both into one text would cost at every look. */
type Shelf = Preference | 'data'

/** What an answer is found by. */
export type Place = { shelf: Shelf; url: string }

export const placeOf = (url: string, cookie: string | undefined): Place => ({
  shelf: url.startsWith('/api/') ? 'data' : readPreference(cookie),
  url,
})

export const isPublicGet = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && !showsCredentials(headers)

/**
 * @param release  becomes part of every ETag
 * @param maxBytes  kept for data; a quarter of it for the pages of each preference
 */
export function createFast(release: string, maxBytes = 32 * 1024 * 1024): Fast {
  const shelf = (maxSize: number) =>
    new LRUCache<string, Entry>({
      maxSize,
      sizeCalculation: ({ br, gzip: gz, identity }) => br.body.length + gz.body.length + identity.body.length + 4096,
    })
  const shelves = new Map<Shelf, LRUCache<string, Entry>>([
    ['data', shelf(maxBytes)],
    ...preferences.map((preference) => [preference, shelf(maxBytes / 4)] as const),
  ])

  return {
    answer(req, res) {
      if (!isPublicGet(req)) return false
      const place = placeOf(req.url ?? '', req.headers.cookie)
      const found = shelves.get(place.shelf)!.get(place.url)
      if (!found) return false
      deliver(found, req, res)
      return true
    },
    async entry({ body, type, vary, cache = 'no-cache', headers }, effort = 'request') {
      const hash = `${release}-${createHash('sha256').update(body).digest('base64url').slice(0, 22)}`
      const shared = [
        ...Object.entries(headers ?? {}).flat(),
        'Content-Type',
        type,
        'Cache-Control',
        cache,
        'Vary',
        vary === undefined ? 'Accept-Encoding' : `Accept-Encoding, ${vary}`,
      ]
      const variant = (encoding: Encoding, bytes: Buffer): Variant => {
        const etag = encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`
        const unchanged = [...shared, 'ETag', etag]
        const coded = encoding === 'identity' ? [] : ['Content-Encoding', encoding]
        return { body: bytes, etag, unchanged, fresh: [...unchanged, ...coded, 'Content-Length', String(bytes.length)] }
      }
      const identity = variant('identity', body)
      if (body.length < worthCompressing) return { identity, gzip: identity, br: identity }
      const hurried = effort === 'request' && body.length > large
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: effort === 'ahead' ? 9 : hurried ? 1 : 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      }
      const level = hurried ? 1 : constants.Z_DEFAULT_COMPRESSION
      const [br, gz] = await Promise.all([compressBr(body, { params }), compressGzip(body, { level })])
      return { identity, gzip: variant('gzip', gz), br: variant('br', br) }
    },
    keep(place, entry) {
      shelves.get(place.shelf)!.set(place.url, entry)
    },
  }
}

/** Writes an entry: the encoding that the client takes, or 304 where it has it already. */
export function deliver(entry: Entry, req: IncomingMessage, res: ServerResponse): void {
  const { body, etag, fresh, unchanged } = entry[encodingOf(req.headers['accept-encoding'])]
  const known = req.headers['if-none-match']
  if (known !== undefined && (known === etag || known === '*' || known.includes(etag))) {
    res.writeHead(304, unchanged)
    res.end()
    return
  }
  res.writeHead(200, fresh)
  res.end(req.method === 'HEAD' ? undefined : body)
}

const encodings = new Map<string, Encoding>()

/** Browsers send a handful of texts: each is read once. */
function encodingOf(accepted: string | undefined): Encoding {
  if (accepted === undefined) return 'identity'
  const known = encodings.get(accepted)
  if (known) return known
  const takes = (name: string): boolean =>
    accepted.split(',').some((part) => {
      const [coding, ...rest] = part.split(';').map((text) => text.trim().toLowerCase())
      return coding === name && !rest.some((weight) => /^q=0(\.0*)?$/.test(weight))
    })
  const encoding = takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity'
  if (encodings.size > 500) encodings.clear()
  encodings.set(accepted, encoding)
  return encoding
}
