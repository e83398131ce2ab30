/** Owns what changes who one is. The page is fetched anew each time, so that nothing drawn for one viewer is left for another. */
import { client } from '../api.ts'

export async function seeOwn(): Promise<void> {
  await client.session.seeOwn.mutate({})
  location.assign('/people')
}

export async function signOut(): Promise<void> {
  await client.session.close.mutate({})
  location.assign('/')
}

/** Only a path of our own. */
export const ownPath = (to: string | undefined): string => (to && /^\/(?![/\\])/.test(to) ? to : '/')

export const goOn = (to: string | undefined): void => location.assign(ownPath(to))
