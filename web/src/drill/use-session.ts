/** Owns how parts drawn by React follow the session. */
import { useSyncExternalStore } from 'react'
import type { Masks } from './cube/axis.ts'
import type { Session, State } from './session.ts'

export const useSessionState = (session: Session): State =>
  useSyncExternalStore(session.onChange, session.state, session.state)

/** The filters whose answer is shown: tables wait until the hand has come to rest. */
export function useMasks(session: Session): Masks {
  return useSyncExternalStore(session.onChange, () => session.state().masks)
}
