/**
 * Owns that mail goes out: takes what waits in the store, hands it to the mail server, and notes what became of it. At least once: a
 * letter is noted as sent right after the server took it; only a crash between the two sends it again, under the same id.
 */
import type { Lang } from '@laban/shared'
import type { Log } from '../log.ts'
import type { Db } from '../store/connection.ts'
import type { Store } from '../store/store.ts'
import { who } from '../store/who.ts'
import { startWatch } from '../watch.ts'
import { addressOf } from './address.ts'
import type { Told } from './told.ts'
import { oneLine, wordsOfNotice } from './told.ts'
import type { Letter, Transport } from './transport.ts'
import { answerOf, verdictOf } from './transport.ts'

export type Sender = { stop(): Promise<void> }

export type SenderOptions = {
  store: Store
  log: Log
  transport: Transport
  /** `https://laban.example`, without a slash at the end. */
  address: string
  now?: () => number
  watchMs?: number
  /** First rest after the server could not be reached; doubled each time, up to a quarter of an hour. */
  restMs?: number
  /** How long taken letters are nobody else's. */
  leaseMs?: number
}

const batch = 10
const longestRestMs = 15 * 60_000
/** Rests of a letter that the server puts off: 1 minute, then doubled up to 6 hours; about four days in all. */
const mostAttempts = 24
const delayMs = (attempts: number): number => Math.min(60_000 * 2 ** attempts, 6 * 3_600_000)

type Taken = { notice: string; person: string; attempts: number; letter: Letter | undefined }

const signature: Record<Lang, (link: string) => string> = {
  vi: (link) => `Thư tự động của La Bàn; không cần trả lời.\nChọn có nhận thư hay không: ${link}`,
  en: (link) => `Sent by La Bàn by itself; no answer is needed.\nChoose whether to receive mail: ${link}`,
}

/** The letter as text: what was told, and where to look. */
export function letterOf(
  { id, told, link, name, to, lang }: { id: string; told: Told; link: string; name: string; to: string; lang: Lang },
  address: string,
): Letter {
  const { title, lines } = wordsOfNotice(told)
  const text = [
    lang === 'vi' ? `Kính gửi ${oneLine(name)},` : `Dear ${oneLine(name)},`,
    '',
    `${oneLine(title[lang], 400)}.`,
    '',
    ...lines.map((line) => `- ${oneLine(line[lang], 1200)}`),
    '',
    `${lang === 'vi' ? 'Xem' : 'See'}: ${address}${link}`,
    '',
    '-- ',
    signature[lang](`${address}/account`),
    '',
  ].join('\n')
  return { id, to: { name: oneLine(name, 100), address: to }, subject: oneLine(title[lang]), text }
}

const act = (action: string, subject: string, detail: Record<string, string | number>) => ({
  actor: `program ${who()}`,
  action,
  subject,
  detail,
})

export function startSender({
  store,
  log,
  transport,
  address,
  now = Date.now,
  watchMs = 2000,
  restMs = 5000,
  leaseMs = 5 * 60_000,
}: SenderOptions): Sender {
  let [stopped, failures, readyAt] = [false, 0, 0]
  const at = (later = 0) => new Date(now() + later).toISOString()

  // The lock on the data folder says that nobody else sends from this file: what a server before us had taken is ours at once.
  let inherits = store.engine === 'sqlite'
  /** Letters that may go out now. */
  const ready = (db: Db) =>
    db
      .selectFrom('mails')
      .where('mails.state', '=', 'waiting')
      .where((or) => or.or([or('mails.next', '<=', at()), ...(inherits ? [or('mails.error', '=', '')] : [])]))

  const isWaiting = () =>
    store.read(async (db) => (await ready(db).select('mails.notice').limit(1).executeTakeFirst()) !== undefined)

  /** Takes letters for a while, so that two servers on one store do not send the same. */
  const take = () =>
    store.write(act('mail.take', '', {}), async (trx, note): Promise<Taken[]> => {
      const rows = await ready(trx)
        .innerJoin('notices', 'notices.id', 'mails.notice')
        .innerJoin('people', 'people.id', 'notices.person')
        .select(['mails.notice', 'mails.attempts', 'notices.person', 'notices.told', 'notices.link'])
        .select(['people.name', 'people.mail', 'people.account', 'people.mail_off', 'people.disabled', 'people.demo'])
        .select('people.language')
        .orderBy('mails.next')
        .orderBy('mails.notice')
        .limit(batch)
        .execute()
      note({ detail: { letters: rows.length } })
      const ids = rows.map(({ notice }) => notice)
      if (ids.length > 0)
        await trx
          .updateTable('mails')
          .set({ next: at(leaseMs) })
          .where('notice', 'in', ids)
          .execute()
      return rows.map(({ notice, person, attempts, told, link, name, language, ...reached }) => {
        const to = addressOf(reached)
        const parts = { id: notice, told: JSON.parse(told) as Told, link, name, lang: language }
        return { notice, person, attempts, letter: to === undefined ? undefined : letterOf({ ...parts, to }, address) }
      })
    })

  const settle = (
    { notice, person }: Taken,
    action: 'mail.send' | 'mail.delay' | 'mail.give-up',
    change: { state: 'waiting' | 'sent' | 'given-up'; next?: string; attempts?: number; error?: string; sent?: string },
  ) =>
    store.write(
      act(action, `person:${person}`, { notice, ...(change.error ? { answer: change.error } : {}) }),
      async (trx) => {
        await trx.updateTable('mails').set(change).where('notice', '=', notice).execute()
      },
    )

  /** @throws what the server said, where it was not about the letter */
  async function handOver(taken: Taken): Promise<void> {
    const { letter, attempts } = taken
    if (!letter) return await settle(taken, 'mail.give-up', { state: 'given-up', error: 'not wanted' })
    try {
      await transport.send(letter)
    } catch (error) {
      const verdict = verdictOf(error)
      if (verdict === 'unreachable') throw error
      const told = { error: answerOf(error), attempts: attempts + 1 }
      if (verdict === 'never' || told.attempts >= mostAttempts)
        return await settle(taken, 'mail.give-up', { state: 'given-up', ...told })
      return await settle(taken, 'mail.delay', { state: 'waiting', next: at(delayMs(attempts)), ...told })
    }
    await settle(taken, 'mail.send', { state: 'sent', sent: at(), error: '' })
  }

  async function look(): Promise<void> {
    if (stopped || now() < readyAt || !(await isWaiting())) return
    try {
      await transport.check()
      for (;;) {
        const letters = await take()
        if (letters.length < batch) inherits = false
        for (const taken of letters) {
          if (stopped) return
          await handOver(taken)
        }
        failures = 0
        if (letters.length < batch) return
      }
    } catch (error) {
      // What was taken and not sent waits until nobody holds it any more.
      const rest = Math.min(restMs * 2 ** failures++, longestRestMs)
      readyAt = now() + rest
      log.warn({ answer: answerOf(error), restMs: rest }, 'mail cannot go out; it waits')
    }
  }

  const watch = startWatch(look, watchMs, (error) => log.error({ err: error }, 'waiting mail could not be looked up'))

  return {
    async stop() {
      stopped = true
      await watch.stop()
      transport.close()
    },
  }
}
