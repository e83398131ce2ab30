/** The ways in: a house with accounts of its own over SQLite, and one behind an identity provider over PostgreSQL. */
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import type { Page } from 'playwright-core'
import { hashPassword } from '../../server/src/people/password.ts'
import { account as words } from '../../web/src/words/vi/account.ts'
import { startPostgres } from '../postgres.ts'
import { freePort } from '../server.ts'
import { enter, walkTo } from './journey.ts'

export type Way = {
  /** Settings of a server whose people come in this way; starts what it needs. */
  env: () => Promise<Record<string, string>>
  /** What is kept with a person so that they may come in. */
  key: (account: string) => Promise<{ password: string } | { claim: string }>
  /** From the page to sign in, by keyboard, to where that page leads. */
  enter: (page: Page, account: string) => Promise<void>
  stop: () => Promise<void>
}

const secret = 'ngõ nhỏ trời mưa đèn vàng'

async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

export function byPassword(): Way {
  let hash: Promise<string> | undefined
  return {
    env: async () => ({}),
    key: async () => ({ password: await (hash ??= hashPassword(secret)) }),
    async enter(page, account) {
      await walkTo(page.getByRole('textbox', { name: words.signIn.account }))
      await type(page, account)
      await page.keyboard.press('Tab')
      await type(page, secret)
      await page.keyboard.press('Enter')
    },
    stop: async () => undefined,
  }
}

export function byProvider(): Way {
  const title = 'Cổng thử'
  const client = { id: 'la-ban', secret: 'a secret of the journey alone' }
  const stops: (() => Promise<unknown>)[] = []
  return {
    async env() {
      const [postgres, port, own] = await Promise.all([startPostgres(), freePort(), freePort()])
      stops.push(postgres.stop)
      const issuer = `http://127.0.0.1:${port}`
      const address = `http://127.0.0.1:${own}`
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: client.id,
            client_secret: client.secret,
            redirect_uris: [`${address}/sign-in/callback`],
            response_types: ['code'],
            grant_types: ['authorization_code'],
          },
        ],
        claims: { openid: ['sub'], email: ['email'] },
        pkce: { required: () => true },
        features: { devInteractions: { enabled: true } },
        cookies: { keys: ['a key of the journey alone'] },
        findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.gov.vn` }) }),
      })
      const standing: Server = createServer((req, res) => void provider.callback()(req, res))
      await new Promise<void>((done) => standing.listen(port, '127.0.0.1', done))
      stops.push(async () => {
        standing.closeAllConnections()
        await new Promise((done) => standing.close(done))
      })
      return {
        DATABASE_URL: await postgres.database(),
        PORT: String(own),
        PUBLIC_URL: address,
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: client.id,
        OIDC_CLIENT_SECRET: client.secret,
        OIDC_CLAIM: 'email',
        OIDC_TITLE: title,
      }
    },
    key: async (account) => ({ claim: `${account}@example.gov.vn` }),
    async enter(page, account) {
      await enter(page.getByRole('link', { name: words.signIn.byProvider(title) }))
      await page.locator('[name=login]').fill(account)
      await page.locator('[name=password]').fill('x')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Continue' }).click()
    },
    async stop() {
      for (const stop of stops.toReversed()) await stop()
    },
  }
}
