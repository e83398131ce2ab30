/** Owns the short word of a unit of measure; one that is not in the list stands as it is. */
import type { Words } from '@laban/shared'
import { unitsOfMeasure } from '@laban/shared'

export const measureShort = (measuredIn: string): Words =>
  unitsOfMeasure[measuredIn]?.short ?? { vi: measuredIn, en: measuredIn }
