/** Owns the cookie that a session lives in. Over https its name makes browsers refuse it from anywhere else (`__Host-`). */
import type { IncomingHttpHeaders } from 'node:http'

const plain = 'laban'

export const cookieName = (secure: boolean): string => (secure ? `__Host-${plain}` : plain)

/** Of what makes a browser a known one. */
export const deviceCookie = (secure: boolean): string => `${cookieName(secure)}-device`
export const yearS = 365 * 24 * 3600

/** Whether a request shows anything that could make it more than the public's: cheap, and rather once too often. */
export const showsCredentials = ({ authorization, cookie }: IncomingHttpHeaders): boolean =>
  authorization !== undefined || (cookie !== undefined && cookie.includes(`${plain}=`))

export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/** Lives as long as the browser's window does, or `maxAge` seconds. Lax, so that a link from a mail finds the reader signed in. */
export const setCookie = (name: string, value: string, secure: boolean, maxAge?: number): string =>
  [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
  ].join('; ')

export const clearCookie = (name: string, secure: boolean): string => setCookie(name, '', secure, 0)
