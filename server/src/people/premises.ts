/** Owns what the house lets people do where it stands: demonstration, sign-in by a provider, addresses of links. */
import type { Queue } from '../queue.ts'

export type Premises = {
  /** Anybody may be one of the people made for demonstration. */
  demo: boolean
  /** Name of the identity provider as people know it; null: there is none. */
  provider: string | null
  /** `https://laban.example`, without a slash at the end; where it stands on this machine only, links are relative. */
  address: string
  /** Whether notices also go out as mail. */
  mails: boolean
  /** Turn-taking for hashing, which costs memory and a thread. */
  hashing: Queue
  now: () => number
  /** To be called when sessions may have ended: streams that they opened are closed. */
  onEnded: () => void
}
