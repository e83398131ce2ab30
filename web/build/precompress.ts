/** Owns the compressed copies of the built files: `.br` and `.gz` beside every text asset above 1 KB, made once at build. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]
const root = join(import.meta.dirname, '../dist')
const kinds = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt'])
const smallest = 1024

for (const name of await readdir(root, { recursive: true })) {
  const path = join(root, name)
  if (!kinds.has(extname(name)) || (await stat(path)).size < smallest) continue
  const bytes = await readFile(path)
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  await writeFile(`${path}.br`, await brotli(bytes, { params: quality }))
  await writeFile(`${path}.gz`, await zip(bytes, { level: 9 }))
}
