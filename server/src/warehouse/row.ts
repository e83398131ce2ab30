/** Owns the shapes that cross the wire to an engine. */

/** A bound value. */
export type Param = string | number | boolean | null
/** One line of a result, by column. */
export type Row = Record<string, string | number | boolean | null>
