/** The face of exploring in the browser, an entry of its own: nothing of it is fetched before somebody explores. */
export { isStrongEnough, openEngine } from './engine/engine.ts'
export { answer, coreOf, holds, isOf, prepare } from './extract.ts'
