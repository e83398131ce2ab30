/**
 * Owns the programs `pnpm backup <folder>` and `pnpm restore <folder>`: everything that cannot be made again, as plain files with their
 * hashes. The store goes as its rows, so that a backup of one engine can be restored into the other. May run beside a server.
 * Leaves with 0 when done, 1 when the backup is not whole or the place is not empty, 2 when called wrongly, 3 where the disk refuses.
 */
import type { FailureCode } from '@laban/shared'
import { isFailure } from '@laban/shared'
import { readEnv } from './env.ts'
import { backUp, restore } from './store/backup.ts'

const exits: Partial<Record<FailureCode, number>> = {
  'env/invalid': 2,
  'data/folder-in-use': 3,
  'data/not-writable': 3,
  'data/unreachable': 3,
}

async function run([task, folder, ...rest]: readonly string[]): Promise<number> {
  if ((task !== 'backup' && task !== 'restore') || !folder || rest.length > 0) {
    process.stderr.write(
      'pnpm backup <new folder>\npnpm restore <folder of a backup>   into an empty DATA_DIR (and DATABASE_URL)\n',
    )
    return 2
  }
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LANG: language } = readEnv()
  try {
    const { rows, files, bytes } = await (task === 'backup' ? backUp : restore)({ dataDir, databaseUrl }, folder)
    const size = `${(bytes / 1e6).toFixed(1)} MB`
    process.stdout.write(
      language === 'vi' ? `${rows} dòng, ${files} tệp, ${size}\n` : `${rows} rows, ${files} files, ${size}\n`,
    )
    return 0
  } catch (error) {
    if (!isFailure(error)) throw error
    process.stderr.write(`${error.words[language]}\n`)
    return exits[error.code] ?? 1
  }
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2))
