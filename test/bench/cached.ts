/** A cached overview answer, and the page, beside a bare `node:http` server sending the same bytes. */
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { startServer, temporary } from '../server.ts'
import { median, type Line } from './table.ts'

const headers = { 'accept-encoding': 'br' }

/** Bytes as they go over the wire, not unpacked. */
function wire(address: string): Promise<{ body: Buffer; type: string; encoding: string }> {
  return new Promise((done, fail) => {
    get(address, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        if (response.statusCode !== 200) fail(new Error(`${address}: ${response.statusCode}`))
        done({
          body: Buffer.concat(chunks),
          type: response.headers['content-type'] ?? '',
          encoding: response.headers['content-encoding'] ?? 'identity',
        })
      })
    }).on('error', fail)
  })
}

async function compare(what: string, ours: string): Promise<Line[]> {
  await wire(ours)
  const { body, type, encoding } = await wire(ours)
  const file = join(await temporary('bare'), 'body')
  await writeFile(file, body)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.ts'), file, type, encoding])
  const bare = await new Promise<string>((done) =>
    child.stdout.once('data', (chunk: Buffer) => done(chunk.toString().trim())),
  )
  const runs = { ours: [] as { rate: number; p99: number }[], bare: [] as { rate: number; p99: number }[] }
  for (let i = 0; i < 4; i++) {
    for (const [name, url] of [
      ['ours', ours],
      ['bare', bare],
    ] as const) {
      const { requests, latency, errors, non2xx } = await autocannon({ url, headers, connections: 50, duration: 4 })
      if (errors + non2xx > 0) throw new Error(`${url}: ${errors} errors, ${non2xx} refused`)
      // The first round warms both and is not counted.
      if (i > 0) runs[name].push({ rate: requests.average, p99: latency.p99 })
    }
  }
  child.kill()
  const of = (name: 'ours' | 'bare', key: 'rate' | 'p99') => median(runs[name].map((run) => run[key]))
  return [
    {
      what: `${what}: requests`,
      ours: of('ours', 'rate'),
      bare: of('bare', 'rate'),
      unit: '/s',
      limit: 'ratio >= 0.9',
    },
    { what: `${what}: p99`, ours: of('ours', 'p99'), bare: of('bare', 'p99'), unit: 'ms', limit: 'ratio <= 1.5' },
  ]
}

export async function benchCached(): Promise<Line[]> {
  const server = await startServer()
  const answer = `${server.address}/api/trpc/overview.get?input=${encodeURIComponent('{}')}`
  const lines = [
    ...(await compare('cached overview answer', answer)),
    ...(await compare('cached overview page', `${server.address}/`)),
  ]
  await server.stop()
  return lines
}
