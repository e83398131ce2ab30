/**
 * Owns signing in by an identity provider (OpenID Connect: code flow with PKCE, state and nonce). Who the person is says one claim;
 * people whom nobody has entered here do not come in, whatever the provider says of them.
 */
import { Failure } from '@laban/shared'
import * as oidc from 'openid-client'
import type { Db } from '../store/connection.ts'

export type ProviderOptions = {
  issuer: URL
  clientId: string
  clientSecret: string
  /** Claim whose value stands with the person here: `sub`, `email`, `preferred_username`. */
  claim: string
  /** Name of the provider as people know it. */
  title: string
  /** Where the provider sends people back to. */
  callback: URL
}

/** What the browser keeps while its person is at the provider. */
export type Handshake = { state: string; nonce: string; verifier: string; to: string }

export type Provider = {
  title: string
  /** @param to  path of our own to go on to. @throws Failure data/unreachable */
  begin(to: string): Promise<{ url: URL; handshake: Handshake }>
  /**
   * @param search  what the provider sent back with
   * @returns value of the claim
   * @throws Failure access/wrong-credentials, data/unreachable
   */
  end(search: string, handshake: Handshake): Promise<string>
}

const unreachable = (cause: unknown): Failure =>
  new Failure(
    'data/unreachable',
    { vi: 'Không kết nối được với hệ thống đăng nhập chung', en: 'The identity provider cannot be reached' },
    { cause },
  )

const refused = (cause?: unknown): Failure =>
  new Failure(
    'access/wrong-credentials',
    {
      vi: 'Hệ thống đăng nhập chung chưa xác nhận được; hãy thử đăng nhập lại',
      en: 'The identity provider did not confirm who you are; please sign in again',
    },
    { cause },
  )

/** Only a path of our own: never another host, however it is written. */
export const ownPath = (to: string | undefined): string =>
  to !== undefined && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(to) ? to : '/'

const isNetwork = (error: unknown): boolean =>
  error instanceof TypeError || (error as { code?: string } | null)?.code === 'OAUTH_TIMEOUT'

export function createProvider({ issuer, clientId, clientSecret, claim, title, callback }: ProviderOptions): Provider {
  let known: Promise<oidc.Configuration> | undefined
  // Asked for when first needed: the house opens whether or not the provider is up.
  const configuration = (): Promise<oidc.Configuration> => {
    const options = issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}
    known ??= oidc.discovery(issuer, clientId, clientSecret, undefined, options).catch((error: unknown) => {
      known = undefined
      throw unreachable(error)
    })
    return known
  }
  return {
    title,
    async begin(to) {
      const config = await configuration()
      const verifier = oidc.randomPKCECodeVerifier()
      const handshake = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, to: ownPath(to) }
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: callback.href,
        scope: claim === 'sub' ? 'openid' : 'openid profile email',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: handshake.state,
        nonce: handshake.nonce,
      })
      return { url, handshake }
    },
    async end(search, { state, nonce, verifier }) {
      const config = await configuration()
      try {
        const back = new URL(callback)
        back.search = search
        const tokens = await oidc.authorizationCodeGrant(config, back, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw refused()
        const own = claims[claim] ?? (await oidc.fetchUserInfo(config, tokens.access_token, claims.sub))[claim]
        if (typeof own !== 'string' || own === '') throw refused()
        return own
      } catch (error) {
        if (error instanceof Failure) throw error
        throw isNetwork(error) ? unreachable(error) : refused(error)
      }
    },
  }
}

/** The person whom the claim names. @throws Failure access/wrong-credentials where there is none, or they are shut out */
export async function personByClaim(db: Db, value: string): Promise<string> {
  const person = await db.selectFrom('people').select(['id', 'disabled']).where('claim', '=', value).executeTakeFirst()
  if (person && person.disabled === null) return person.id
  throw new Failure('access/wrong-credentials', {
    vi: 'Tài khoản này chưa được cấp quyền vào La Bàn; hãy liên hệ quản trị viên',
    en: 'This account has not been let into La Bàn; ask the administrator',
  })
}
