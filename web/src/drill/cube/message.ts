/** Owns what the screen and the worker of cubes say to each other. */
import type { Axis, Masks, Matrix, Sizes } from './axis.ts'
import type { Crossed } from './cross.ts'
import type { Piece } from './gather.ts'

/** As the server tells them: see `PairSums` there. */
export type Told = { a: Axis; b: Axis; at: number[]; values: number[][] }

export type Opening = { sizes: Sizes; measures: number; years: Uint16Array; filled: Uint8Array; pairs: Told[] }

export type ToWorker =
  | ({ kind: 'open' } & Opening)
  | ({ kind: 'piece' } & Piece)
  /** All pieces are here. */
  | { kind: 'whole'; ones: number }
  | { kind: 'enter'; axis: Axis; masks: Masks }
  | { kind: 'ask'; id: number; axis: Axis; masks: Masks }
  | { kind: 'table'; id: number; x: Axis; y: Axis; masks: Masks }

export type FromWorker =
  | { kind: 'ready'; rows: number }
  | { kind: 'asked'; id: number; crossed: Crossed | null }
  | { kind: 'tabled'; id: number; matrix: Matrix | null }
