/** Owns the two addresses between which a person is at the identity provider: leaving for it, and coming back. */
import type { Express, Request, Response } from 'express'
import { Failure } from '@laban/shared'
import type { Store } from '../store/store.ts'
import { cookieName, readCookie, setCookie } from './cookie.ts'
import type { Premises } from './premises.ts'
import type { Handshake, Provider } from './provider.ts'
import { personByClaim } from './provider.ts'
import type { Caller } from './sign-in.ts'
import { admit } from './sign-in.ts'

export const callbackPath = '/sign-in/callback'

type Parts = {
  provider: Provider
  store: Store
  premises: Premises
  https: boolean
  callerOf: (req: Request) => Caller
  /** Gives the browser what it is to keep. */
  hand: (res: Response, reply: { session?: string | null; device?: string }) => void
}

const lost = (): Failure =>
  new Failure('access/wrong-credentials', {
    vi: 'Lần đăng nhập này đã quá lâu hoặc mở từ nơi khác; hãy đăng nhập lại',
    en: 'This sign-in took too long or was begun elsewhere; please sign in again',
  })

function readHandshake(text: string | undefined): Handshake {
  try {
    const { state, nonce, verifier, to } = JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as Handshake
    if ([state, nonce, verifier, to].every((one) => typeof one === 'string')) return { state, nonce, verifier, to }
  } catch {
    // Not what we gave: treated as none.
  }
  throw lost()
}

/** Pages of the provider's doorway; a failure goes back to the sign-in page, which says it in words. */
export function openDoorway(app: Express, { provider, store, premises, https, callerOf, hand }: Parts): void {
  // The handshake is only good in the browser that began, and only for ten minutes.
  const cookie = `${cookieName(https)}-handshake`
  const back = (res: Response, error: unknown): void => {
    if (!(error instanceof Failure)) throw error
    res.redirect(303, `/sign-in?failure=${encodeURIComponent(error.code)}`)
  }

  app.get('/sign-in/provider', async (req, res) => {
    try {
      const to = typeof req.query['to'] === 'string' ? req.query['to'] : '/'
      const { url, handshake } = await provider.begin(to)
      const text = Buffer.from(JSON.stringify(handshake)).toString('base64url')
      res.append('Set-Cookie', setCookie(cookie, text, https, 600)).set('Cache-Control', 'no-store')
      res.redirect(303, url.href)
    } catch (error) {
      back(res, error)
    }
  })

  app.get(callbackPath, async (req, res) => {
    res.append('Set-Cookie', setCookie(cookie, '', https, 0)).set('Cache-Control', 'no-store')
    try {
      const handshake = readHandshake(readCookie(req.headers.cookie, cookie))
      const value = await provider.end(new URL(req.originalUrl, 'http://house').search, handshake)
      const place = { caller: callerOf(req), premises, reply: {} }
      await store.write({ actor: 'public', action: 'session.open', subject: '', detail: {} }, async (trx, note) =>
        admit(trx, note, { person: await personByClaim(trx, value), means: 'provider' }, place),
      )
      hand(res, place.reply)
      res.redirect(303, handshake.to)
    } catch (error) {
      back(res, error)
    }
  })
}
