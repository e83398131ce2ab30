/**
 * Owns the compressed copies of the built files: `.br` and `.gz` beside every text asset above 1 KB and every engine, made once at
 * build. Of an engine of many megabytes only `.br` is made, and kept by its content: packing it takes longer than all the rest.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]
const root = join(import.meta.dirname, '../dist')
const kept = join(import.meta.dirname, '../node_modules/.packed')
const kinds = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt', '.wasm'])
const smallest = 1024
/** From here on packing is done at a lower effort: 6 times faster, and a sixth larger. */
const large = 4 * 1024 * 1024

function pack(bytes: Buffer): Promise<Buffer> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: bytes.length > large ? 9 : 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    ...(bytes.length > large ? { [constants.BROTLI_PARAM_LGWIN]: 24 } : {}),
  }
  return brotli(bytes, { params })
}

async function packLarge(path: string, bytes: Buffer): Promise<void> {
  const copy = join(kept, `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.br`)
  if (!existsSync(copy)) {
    await mkdir(kept, { recursive: true })
    await writeFile(`${copy}.new`, await pack(bytes))
    await rename(`${copy}.new`, copy)
  }
  await copyFile(copy, `${path}.br`)
}

async function packOne(name: string): Promise<void> {
  const path = join(root, name)
  if (!kinds.has(extname(name)) || (await stat(path)).size < smallest) return
  const bytes = await readFile(path)
  if (bytes.length > large) return await packLarge(path, bytes)
  await Promise.all([
    writeFile(`${path}.br`, await pack(bytes)),
    writeFile(`${path}.gz`, await zip(bytes, { level: 9 })),
  ])
}

await Promise.all((await readdir(root, { recursive: true })).map(packOne))
