/** Faults of a load as a test looks at them. */
import type { Fault } from '@laban/shared'
import { checkPacks } from '../server/src/ingest/load.ts'
import type { Files } from './ingest-pack.ts'
import { folders } from './ingest-pack.ts'

/** A load finds the same faults, which one test shows; checking alone spares fifty folders of data. */
export async function faultsOf(files: Files): Promise<Fault[]> {
  const { kpisDir } = folders(files)
  return (await checkPacks(kpisDir)).faults
}

/** What a reader needs to find and mend a fault. */
export const told = ({ at: { file, line, field, value }, message, allowed }: Fault) => ({
  file,
  line,
  field,
  value,
  en: message.en,
  allowed,
})
