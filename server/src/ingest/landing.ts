/** Owns the bytes of every file as they came, under the name of their hash. The warehouse can be made again from them at any time. */
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { settle, syncFolder, tempFolder, writeWhole } from '../store/disk.ts'
import type { Found } from './survey.ts'
import { hashFile } from './survey.ts'

/**
 * Keeps a copy of each file and points to it, so that whatever happens to the original meanwhile, what is loaded is what landed.
 * @throws the system's own error; see `asNotWritable`
 */
export async function land(files: readonly Found[], dataDir: string): Promise<Found[]> {
  const folder = join(dataDir, 'landing')
  mkdirSync(folder, { recursive: true })
  const landed: Found[] = []
  for (const found of files) {
    landed.push(found.bytes ? landSmall(found, found.bytes, folder, dataDir) : await landLarge(found, folder, dataDir))
  }
  syncFolder(folder)
  return landed
}

/** A damaged copy of an earlier load is replaced, never read. */
const isIntact = async (path: string, hash: string) => existsSync(path) && (await hashFile(path)) === hash

function landSmall(found: Found, bytes: Buffer, folder: string, dataDir: string): Found {
  const path = join(folder, found.hash)
  // What is in memory already is compared as it is: hundreds of streams would cost a third of the load.
  if (!existsSync(path) || !readFileSync(path).equals(bytes)) writeWhole(dataDir, path, bytes)
  return { ...found, path }
}

async function landLarge(found: Found, folder: string, dataDir: string): Promise<Found> {
  const known = join(folder, found.hash)
  if (await isIntact(known, found.hash)) return { ...found, path: known }
  const temp = join(tempFolder(dataDir), `landing-${found.hash}`)
  await pipeline(createReadStream(found.path, { highWaterMark: 2 ** 20 }), createWriteStream(temp))
  // Hashed again: the original may have changed since it was found.
  const hash = await hashFile(temp)
  const path = join(folder, hash)
  settle(temp, path)
  return { ...found, hash, path }
}
