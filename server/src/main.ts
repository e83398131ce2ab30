/** Owns the program that serves: brings in what changed, opens the house, listens, and leaves in order when told to. */
import { resolve } from 'node:path'
import type { Words } from '@laban/shared'
import { Failure, isFailure } from '@laban/shared'
import type { Env } from './env.ts'
import { readEnv } from './env.ts'
import { printFaults } from './ingest/fault.ts'
import type { Log } from './log.ts'
import { createLog } from './log.ts'
import { startReminders } from './notices/daily.ts'
import { startSender } from './notices/sender.ts'
import type { MailOptions } from './notices/transport.ts'
import { openTransport } from './notices/transport.ts'
import { isLoopback } from './origin.ts'
import { wantedMark } from './reporting/marks.ts'
import { startPublisher } from './reporting/publisher.ts'
import type { ServeOptions, Serving } from './serve.ts'
import { serve } from './serve.ts'
import { loadAll } from './simulate/keep.ts'
import { lockFolder } from './store/lock.ts'
import type { Store } from './store/store.ts'
import { openStore } from './store/store.ts'

const webDir = resolve(import.meta.dirname, '../../web')

/** For people; the log has standard output to itself. */
const say = (line: string) => process.stderr.write(`${line}\n`)

let language: keyof Words = 'en'

/** Loads what changed in the packs. Where that cannot be done the last good release is served, if there is one. */
async function bringIn(env: Env, store: Store, log: Log): Promise<void> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, KPIS_DIR: kpisDir, CITY: city, SIMULATE_ROWS: standIns } = env
  try {
    const { outcome, release, rows, durationMs } = await loadAll(
      { dataDir, databaseUrl, kpisDir, ifChanged: true },
      { city, rows: standIns, seed: 1 },
    )
    log.info({ release: release.id, outcome, rows, ms: Math.round(durationMs) }, 'packs brought in')
  } catch (error) {
    const current = await store.currentRelease()
    if (!current) throw error
    log.error({ err: error, release: current.id }, 'packs could not be brought in, the last good release is served')
    if (!isFailure(error)) return
    if (error.detail.faults) say(printFaults(error.detail.faults, language))
    say(error.words[language])
    say(language === 'vi' ? `Vẫn dùng bản phát hành ${current.id}` : `Release ${current.id} stays in force`)
  }
}

/** Whether only people at this machine can reach us, and nothing real depends on it. */
const isAlone = ({ HOST, NODE_ENV, PUBLIC_URL }: Env): boolean =>
  NODE_ENV !== 'production' && PUBLIC_URL === undefined && isLoopback(HOST === '::1' ? '[::1]' : HOST)

function refuseUnsafeDemo(env: Env): void {
  if (env.DEMO !== 'on' || isAlone(env)) return
  throw new Failure(
    'env/invalid',
    {
      vi: 'DEMO=on cho bất kỳ ai vào với mọi vai trò: chỉ được dùng trên chính máy này, không có PUBLIC_URL và không phải NODE_ENV=production',
      en: 'DEMO=on lets anybody in with any role: allowed on this machine alone, without PUBLIC_URL and not with NODE_ENV=production',
    },
    { at: { field: 'DEMO', value: 'on' } },
  )
}

function providerOf(env: Env): ServeOptions['provider'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env
  if (issuer === undefined) return undefined
  if (clientId === undefined || clientSecret === undefined) {
    throw new Failure('env/invalid', {
      vi: 'OIDC_ISSUER cần có cả OIDC_CLIENT_ID và OIDC_CLIENT_SECRET',
      en: 'OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET as well',
    })
  }
  return { issuer, clientId, clientSecret, claim: env.OIDC_CLAIM, title: env.OIDC_TITLE }
}

function mailOf(env: Env): { options: MailOptions; address: string } | undefined {
  const { SMTP_HOST: host, SMTP_PORT: port, SMTP_SECURITY: security, SMTP_USER: user, SMTP_PASSWORD: password } = env
  const { MAIL_FROM: from, PUBLIC_URL: publicUrl } = env
  if (host === undefined) return undefined
  if (from === undefined || publicUrl === undefined) {
    throw new Failure('env/invalid', {
      vi: 'SMTP_HOST cần có cả MAIL_FROM và PUBLIC_URL',
      en: 'SMTP_HOST needs MAIL_FROM and PUBLIC_URL as well',
    })
  }
  if (security === 'none' && user !== undefined) {
    throw new Failure('env/invalid', {
      vi: 'SMTP_USER cần SMTP_SECURITY là starttls hoặc tls: mật khẩu không đi qua đường không mã hóa',
      en: 'SMTP_USER needs SMTP_SECURITY starttls or tls: no password goes over a way that is not encrypted',
    })
  }
  return { options: { host, port, security, user, password, from }, address: publicUrl.origin }
}

function tellHowToSignIn({ address, demo, setup }: Serving, { PUBLIC_URL: publicUrl }: Env): void {
  if (demo)
    say(
      language === 'vi'
        ? 'Chế độ trình diễn: ai cũng vào được với mọi vai trò (DEMO=off để tắt)'
        : 'Demonstration: anybody may be anybody (DEMO=off ends it)',
    )
  if (setup === null) return
  const link = `${publicUrl?.origin ?? address}/sign-in#setup-${setup}`
  say(
    language === 'vi'
      ? `Chưa có người dùng nào. Lập quản trị viên đầu tiên (một lần, trong 24 giờ): ${link}`
      : `Nobody has been entered yet. Make the first administrator (once, within 24 hours): ${link}`,
  )
}

async function run(): Promise<void> {
  const env = readEnv()
  language = env.LANG
  refuseUnsafeDemo(env)
  const mail = mailOf(env)
  const log = createLog(env.LOG_LEVEL)
  const lock = lockFolder(env.DATA_DIR, 'serve')
  const store = await openStore(env.DATA_DIR, env.DATABASE_URL)
  const from = await store.read(wantedMark)
  await bringIn(env, store, log)
  const serving = await serve(
    {
      port: env.PORT,
      host: env.HOST,
      dataDir: env.DATA_DIR,
      home: env.CITY,
      webDir,
      viewerToken: env.VIEWER_TOKEN,
      publicUrl: env.PUBLIC_URL,
      demo: env.DEMO,
      alone: isAlone(env),
      provider: providerOf(env),
      proxies: env.PROXIES,
      queryTimeoutMs: env.QUERY_TIMEOUT_MS,
      querySlots: env.QUERY_SLOTS,
      extractMaxBytes: env.EXTRACT_MAX_MB * 2 ** 20,
      mails: mail !== undefined,
    },
    store,
    log,
  )
  const publisher = startPublisher({ store, log, from, dataDir: env.DATA_DIR })
  const catalogue = () => serving.house.room().catalogue
  const reminders = startReminders({ store, log, city: env.CITY, mails: mail !== undefined, catalogue })
  const sender = mail && startSender({ store, log, transport: openTransport(mail.options), address: mail.address })
  log.info({ address: serving.address, ms: Math.round(performance.now()) }, 'serving')
  say(`La Bàn: ${serving.address}`)
  tellHowToSignIn(serving, env)

  let told: number | undefined
  const leave = async (signal: NodeJS.Signals): Promise<void> => {
    if (told !== undefined) {
      // A terminal and the parent process both pass one Ctrl-C on. Told again later, somebody is in a hurry: all on disk is whole.
      if (performance.now() - told > 1000) process.exit(1)
      return
    }
    told = performance.now()
    log.info({ signal }, 'stopping')
    await Promise.all([publisher.stop(), reminders.stop(), sender?.stop()])
    await serving.stop()
    await store.close()
    lock.unlock()
    log.info('stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave(signal))
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, 'the process is in an unknown state and ends')
      process.exit(1)
    })
  }
}

try {
  await run()
} catch (error) {
  if (!isFailure(error)) throw error
  if (error.detail.faults) say(printFaults(error.detail.faults, language))
  say(error.words[language])
  process.exit(1)
}
