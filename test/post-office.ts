/** A real mail server for tests: takes what comes on a port of its own, and can be down, busy or strict. */
import { SMTPServer } from 'smtp-server'

export type Received = {
  from: string
  to: string[]
  /** Lines of the header with their continuations, as they came. */
  headers: string[]
  /** Of the header, decoded (RFC 2047). */
  subject: string
  text: string
}

export type PostOffice = {
  port: number
  received: Received[]
  open(): Promise<void>
  close(): Promise<void>
  /** Answer to each receiver; undefined: taken. */
  refuse: (address: string) => { code: number; words: string } | undefined
}

/** RFC 2047 words in base64 or quoted-printable, UTF-8. */
const decoded = (header: string): string =>
  header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('latin1')
        : text
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/gi, (__, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    )

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')

function bodyOf(headers: string[], body: string): string {
  const how = headers.find((line) => /^content-transfer-encoding:/i.test(line)) ?? ''
  if (/base64/i.test(how)) return Buffer.from(body, 'base64').toString('utf8')
  if (!/quoted-printable/i.test(how)) return utf8(body)
  const plain = body.replace(/=\r\n/g, '')
  return utf8(plain.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))))
}

function read(raw: string): Pick<Received, 'headers' | 'subject' | 'text'> {
  const end = raw.indexOf('\r\n\r\n')
  const headers = raw.slice(0, end).split(/\r\n(?![ \t])/)
  const subject = headers.find((line) => /^subject:/i.test(line))?.slice(8) ?? ''
  return { headers, subject: utf8(decoded(subject)).trim(), text: bodyOf(headers, raw.slice(end + 4)) }
}

/** @param port  0 takes any free one; kept when it is closed and opened again */
export async function openPostOffice(): Promise<PostOffice> {
  let server: SMTPServer | undefined
  const office: PostOffice = {
    port: 0,
    received: [],
    refuse: () => undefined,
    open: () =>
      new Promise((resolve, reject) => {
        server = new SMTPServer({
          disabledCommands: ['AUTH', 'STARTTLS'],
          logger: false,
          closeTimeout: 100,
          onRcptTo({ address }, _session, callback) {
            const no = office.refuse(address)
            callback(no ? Object.assign(new Error(no.words), { responseCode: no.code }) : null)
          },
          onData(stream, { envelope }, callback) {
            const parts: Buffer[] = []
            stream.on('data', (part: Buffer) => parts.push(part))
            stream.on('end', () => {
              office.received.push({
                from: envelope.mailFrom ? envelope.mailFrom.address : '',
                to: envelope.rcptTo.map(({ address }) => address),
                ...read(Buffer.concat(parts).toString('latin1')),
              })
              callback(null)
            })
          },
        })
        server.once('error', reject)
        server.listen(office.port, '127.0.0.1', () => {
          office.port = (server!.server.address() as { port: number }).port
          resolve()
        })
      }),
    close: () =>
      new Promise((resolve) => {
        if (server) server.close(() => resolve())
        else resolve()
      }),
  }
  await office.open()
  return office
}
