/** Owns finding the files of all packs and what stands in them, byte by byte. Knows no meaning. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '@laban/shared'

export type Found = {
  /** Path as people see it: `kpis/hochiminh/city.yaml`. */
  file: string
  /** Pack, then folders and name below it, with `/` between. */
  parts: string[]
  /** Where its bytes can be read. */
  path: string
  /** SHA-256 of the bytes, hex. */
  hash: string
  /** The bytes themselves; absent where there are too many to hold. */
  bytes?: Buffer
  /** Rows that were generated, to stand in for those of units that deliver none. */
  simulated?: true
}

/** Whether a file as `Found` names it was made here from what people reported. */
export const isReported = (file: string | undefined): boolean => file?.startsWith('reported/') ?? false

/** Files above this size are streamed and never held. */
const held = 8 * 2 ** 20

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash)
  return hash.digest('hex')
}

/** Rows that were generated: `<dataset>/*.parquet` below a folder; none where there is no such folder. */
async function surveySimulated(folder: string): Promise<Found[]> {
  if (!existsSync(folder)) return []
  const files: Found[] = []
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const parts = name.split(sep)
    const path = join(folder, name)
    if (parts.length !== 2 || !name.endsWith('.parquet')) continue
    files.push({ file: ['simulated', ...parts].join('/'), parts, path, hash: await hashFile(path), simulated: true })
  }
  return files
}

/**
 * All files below the folders of `kpisDir`, by name. Files beside the packs, documents (`*.md`) and hidden files are passed over.
 * @param simulatedDir  where rows lie that were generated; absent: none are wanted
 * @returns the files, and a digest that changes when any of them does
 * @throws Failure load/rejected where there is no such folder
 */
export async function survey(kpisDir: string, simulatedDir?: string): Promise<{ files: Found[]; digest: string }> {
  let names: string[]
  try {
    names = readdirSync(kpisDir, { recursive: true, encoding: 'utf8' })
  } catch (cause) {
    throw new Failure(
      'load/rejected',
      {
        vi: `Không đọc được thư mục bộ dữ liệu: ${kpisDir}; hãy đặt KPIS_DIR`,
        en: `Cannot read the folder of packs: ${kpisDir}; set KPIS_DIR`,
      },
      { at: { file: kpisDir }, cause },
    )
  }
  const files: Found[] = []
  for (const name of names.sort()) {
    const path = join(kpisDir, name)
    const parts = relative(kpisDir, path).split(sep)
    if (parts.length < 2 || name.endsWith('.md') || parts.some((part) => part.startsWith('.'))) continue
    const stat = statSync(path)
    if (!stat.isFile()) continue
    const file = [basename(kpisDir), ...parts].join('/')
    if (stat.size > held) files.push({ file, parts, path, hash: await hashFile(path) })
    else {
      const bytes = readFileSync(path)
      files.push({ file, parts, path, hash: sha256(bytes), bytes })
    }
  }
  if (simulatedDir !== undefined) files.push(...(await surveySimulated(simulatedDir)))
  const digest = sha256(files.map(({ file, hash }) => `${file}\n${hash}\n`).join(''))
  return { files, digest }
}
