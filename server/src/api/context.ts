/** Owns what every procedure is given: who asks, and the one release that the whole request is answered from. */
import type { Asker, Desk } from '../ask.ts'
import type { Parcels } from '../extract/parcels.ts'

export type Context = {
  desk: Desk
  asker: Asker
  /** Tables of the same release as files. */
  parcels: Parcels
  /** City that is meant where a request names none. */
  home: string
  /** Of the request, printed in the log and in an internal failure. */
  requestId: string
}
