/** Owns secrets that open something: random, handed out once, kept only as a digest. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, as text for a cookie or an address. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Names a thing and opens nothing: `p-3f9a0c1b7d2e4f60`. */
export const newId = (kind: string): string => `${kind}-${randomBytes(8).toString('hex')}`
