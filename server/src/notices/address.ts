/** Owns where mail to a person goes. */
import type { Tables } from '../store/tables.ts'

/** One address and nothing that could be read as two, or as a header. */
export const addressPattern = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?$/i

type Reached = Pick<Tables['people'], 'mail' | 'account' | 'mail_off' | 'disabled' | 'demo'>

/** Where mail to a person goes; undefined: nowhere. */
export function addressOf({ mail, account, mail_off: off, disabled, demo }: Reached): string | undefined {
  if (off === 1 || disabled !== null || demo === 1) return undefined
  return [mail, account].find((one) => addressPattern.test(one))
}
