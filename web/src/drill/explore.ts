/** The face of exploring in the browser, an entry of its own: nothing of it is fetched before somebody explores. */
export { isStrongEnough, openEngine } from './engine/engine.ts'
export type { AttachOptions, Engine, Extract, QueryOptions, Result } from './engine/contract.ts'
