/** Owns putting two people's changes together: what only one of them changed is kept, what both changed is asked about. */

export type Merged<T> = { merged: T; clashes: (keyof T & string)[] }

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * @param base    what both began with
 * @param mine    as it was typed here
 * @param theirs  as somebody else has kept it
 * @returns `merged` holds mine where both changed a field in different ways; `clashes` names those fields
 */
export function mergeChanges<T extends object>(base: T, mine: T, theirs: T): Merged<T> {
  const merged = { ...theirs }
  const clashes: (keyof T & string)[] = []
  for (const field of Object.keys(mine) as (keyof T & string)[]) {
    if (same(mine[field], base[field])) continue
    merged[field] = mine[field]
    if (!same(theirs[field], base[field]) && !same(theirs[field], mine[field])) clashes.push(field)
  }
  return { merged, clashes }
}
