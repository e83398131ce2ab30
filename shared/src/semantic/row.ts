/** Owns what goes to an engine and what comes back. */

/** A value bound to the statement; never part of its text. */
export type Param = string | number | boolean | null

/** A row as the engine returned it: days as `YYYY-MM-DD` text, counts and sums as numbers. */
export type Row = Record<string, string | number | boolean | null>
