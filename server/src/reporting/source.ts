/** Owns the name under which a return stands among the sources of figures. */

const prefix = 'return-'

export const returnSource = (id: string): string => `${prefix}${id}`
export const isReturnSource = (source: string): boolean => source.startsWith(prefix)
