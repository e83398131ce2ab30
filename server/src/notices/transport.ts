/** Owns the way to the mail server, and what its refusals mean. */
import { createTransport } from 'nodemailer'

export type MailOptions = {
  host: string
  port: number
  /** tls: from the first byte; starttls: refused where the server does not offer it; none: as it is, without a password. */
  security: 'tls' | 'starttls' | 'none'
  user: string | undefined
  password: string | undefined
  /** Address that mail comes from. */
  from: string
}

export type Letter = {
  /** Stays the same when a letter is sent again, so that mailboxes can tell. */
  id: string
  to: { name: string; address: string }
  subject: string
  text: string
}

/** What a failed sending says: nothing about the letter, that it may do later, or that it never will. */
export type Verdict = 'unreachable' | 'later' | 'never'

export type Transport = {
  /** Whether the server is there and knows us. @throws what it says otherwise */
  check(): Promise<void>
  send(letter: Letter): Promise<void>
  close(): void
}

export function openTransport({ host, port, security, user, password, from }: MailOptions): Transport {
  const mailer = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async check() {
      await mailer.verify()
    },
    async send({ id, to, subject, text }) {
      await mailer.sendMail({
        from: { name: 'La Bàn', address: from },
        to,
        subject,
        text,
        messageId: `<${id}@${from.slice(from.indexOf('@') + 1)}>`,
        // So that nobody's absence answers it.
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    close: () => mailer.close(),
  }
}

type SmtpError = { responseCode?: number; code?: string; command?: string }

/** Refusals of a letter come as answers to its receiver or content; all else is about the server, us, or the way to it. */
export function verdictOf(error: unknown): Verdict {
  const { responseCode = 0, code = '', command = '' } = error as SmtpError
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return 'unreachable'
  if (command === 'MAIL FROM' || responseCode === 421) return 'unreachable'
  return responseCode >= 400 && responseCode < 500 ? 'later' : 'never'
}

/** What the server said, for the trail: one line, never what was sent to it. */
export const answerOf = (error: unknown): string => {
  const { responseCode, code } = error as SmtpError
  return [code, responseCode].filter(Boolean).join(' ') || 'unknown'
}
