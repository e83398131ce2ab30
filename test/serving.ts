/** A real server over a copy of the tiny city, in this process, on a free port. */
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from '../server/src/ingest/load.ts'
import { createLog } from '../server/src/log.ts'
import type { ServeOptions, Serving } from '../server/src/serve.ts'
import { serve } from '../server/src/serve.ts'
import { openStore } from '../server/src/store/store.ts'

export const token = 'token-of-the-viewer-in-tests'

export type Got = { status: number; headers: IncomingHttpHeaders; bytes: Buffer; text: string; json: () => unknown }

export type TinyServer = {
  serving: Serving
  get(path: string, headers?: Record<string, string>, method?: string, body?: string): Promise<Got>
  /** Asks a procedure as the screens do. */
  call(procedure: string, input?: unknown, headers?: Record<string, string>): Promise<Called>
  /** Calls a mutation as the screens do: from the server's own pages. */
  write(procedure: string, input?: unknown, headers?: Record<string, string>): Promise<Called>
  /** Rewrites one file of the packs and loads them; returns the release's id. */
  change(file: string, edit: (text: string) => string): Promise<string>
  store: Awaited<ReturnType<typeof openStore>>
  dataDir: string
  stop(): Promise<void>
}

/** `data` of a good answer, `failure` of a refused one. */
export type Called = {
  status: number
  data: never
  failure: { code: string; words: { vi: string; en: string }; nearest?: { id: string }[] }
  cookies: string[]
}

const tinyPacks = new URL('city/packs', import.meta.url).pathname

/** The tiny city has no maps of its own. */
const map = `maps:\n  - { id: before, title: { vi: Ba quận, en: Three districts }, levels: [district], at: 2024-06-30 }\n`

/** As the web package builds it, in small. */
const template = '<!doctype html><html><head><title></title></head><body><!--app--><!--state--></body></html>'
const entry = `export const render = async ({ path, lang, data }) => ({
  head: '<title>' + lang + ' ' + path + '</title>',
  body: '<main>' + (data.overview ? data.overview.tiles.length + ' tiles as of ' + data.overview.asOf + ' $& of ' + data.overview.release : 'frame') + '</main>',
  state: '',
})`

async function buildWeb(folder: string): Promise<string> {
  const web = join(folder, 'web')
  await mkdir(join(web, 'dist/assets'), { recursive: true })
  await mkdir(join(web, 'dist-ssr'), { recursive: true })
  await writeFile(join(web, 'dist/index.html'), template)
  await writeFile(join(web, 'dist/assets/main-abc.js'), 'export {}')
  await writeFile(join(web, 'dist/assets/main-abc.js.br'), 'compressed')
  await writeFile(join(web, 'dist-ssr/entry-server.js'), entry)
  await writeFile(join(web, 'dist-ssr/package.json'), '{"type":"module"}')
  return web
}

export async function serveTiny(
  more: Partial<ServeOptions> & { databaseUrl?: string | undefined; packs?: (kpisDir: string) => Promise<void> } = {},
): Promise<TinyServer> {
  const { databaseUrl, packs, ...options } = more
  const folder = await mkdtemp(join(tmpdir(), 'la-ban-tiny-'))
  const [dataDir, kpisDir] = [join(folder, 'data'), join(folder, 'kpis')]
  await cp(tinyPacks, kpisDir, { recursive: true })
  await appendFile(join(kpisDir, 'tiny/city.yaml'), map)
  await packs?.(kpisDir)
  await load({ dataDir, kpisDir, databaseUrl })
  const store = await openStore(dataDir, databaseUrl)
  const serving = await serve(
    {
      port: 0,
      host: '127.0.0.1',
      dataDir,
      home: 'tiny',
      webDir: await buildWeb(folder),
      viewerToken: token,
      queryTimeoutMs: 10_000,
      querySlots: 2,
      ...options,
    },
    store,
    createLog('silent'),
  )

  const get: TinyServer['get'] = (path, headers = {}, method = 'GET', body) =>
    new Promise((resolve, reject) => {
      const sent = request(`${serving.address}${path}`, { headers, method, agent: false }, (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () => {
          const bytes = Buffer.concat(chunks)
          const text = bytes.toString()
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            bytes,
            text,
            json: () => JSON.parse(text) as unknown,
          })
        })
      })
      sent.on('error', reject).end(body)
    })

  const called = (got: Got): Called => {
    const { result, error } = got.json() as { result?: { data: never }; error?: { data: Pick<Called, 'failure'> } }
    const cookies = got.headers['set-cookie'] ?? []
    return {
      status: got.status,
      data: result?.data as never,
      failure: error?.data.failure as Called['failure'],
      cookies,
    }
  }

  return {
    serving,
    store,
    dataDir,
    get,
    call: async (procedure, input = {}, headers) =>
      called(await get(`/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, headers)),
    write: async (procedure, input = {}, headers) => {
      const own = { 'content-type': 'application/json', origin: serving.address, 'sec-fetch-site': 'same-origin' }
      return called(await get(`/api/trpc/${procedure}`, { ...own, ...headers }, 'POST', JSON.stringify(input)))
    },
    async change(file, edit) {
      const path = join(kpisDir, file)
      await writeFile(path, edit(await readFile(path, 'utf8')))
      return (await load({ dataDir, kpisDir, databaseUrl })).release.id
    },
    async stop() {
      await serving.stop()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
