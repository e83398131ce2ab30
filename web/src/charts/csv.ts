/** Owns files of numbers and their names. */
import type { Cell } from '@laban/shared'
import { csv } from '@laban/shared'

export type { Cell } from '@laban/shared'

/** UTF-8 with a byte order mark; null is an empty field; no text becomes a formula. */
export const toCsv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string => csv([header, ...rows])

/** A name that every file system takes: folded to ASCII, words joined by hyphens. */
export const fileName = (text: string, ending: string): string =>
  `${text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)}.${ending}`
