/** The face of exploring in the browser, an entry of its own: nothing of it is fetched before somebody explores. */
export { openEngine } from './engine/engine.ts'
export { holds } from '@laban/shared'
export { answer, coreOf, isOf, prepare } from './extract.ts'
