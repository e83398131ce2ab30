/** Owns what every procedure is given: who asks, the one release that the whole request is answered from, and the store. */
import { publicViewer } from '@laban/shared'
import type { Asker, Desk } from '../ask.ts'
import type { Parcels } from '../extract/parcels.ts'
import type { Premises } from '../people/premises.ts'
import type { Session } from '../people/session.ts'
import type { Caller } from '../people/sign-in.ts'
import type { Store } from '../store/store.ts'

export type Context = {
  desk: Desk
  asker: Asker
  /** Tables of the same release as files. */
  parcels: Parcels
  /** City that is meant where a request names none. */
  home: string
  /** Of the request, printed in the log and in an internal failure. */
  requestId: string
  store: Store
  /** Person who may write; null: nobody, or an admin who looks through another's eyes. */
  actor: string | null
  /** The session that the request came with. */
  session: Session | null
  /** What the browser says of itself, where it calls from, and what it keeps from an earlier sign-in. */
  caller: Caller
  premises: Premises
  /** Filled by procedures. */
  reply: Reply
}

/** What goes back beside the answer. `session`: token for the browser to keep; null: it forgets the one it has. `device`: to be known by. */
export type Reply = { session?: string | null; device?: string }

/** The public's, for what the server asks by itself. */
export const publicContext = (
  { desk, parcels }: Pick<Context, 'desk' | 'parcels'>,
  store: Store,
  home: string,
  premises: Premises,
): Context => ({
  desk,
  parcels,
  asker: { viewer: publicViewer, lane: 'warm' },
  home,
  requestId: 'warm',
  store,
  actor: null,
  session: null,
  caller: { agent: '', address: '', device: undefined },
  premises,
  reply: {},
})
