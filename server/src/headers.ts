/** Owns the headers of answers: those of security for pages and files, and the fewer that data needs. */
import type { ServerResponse } from 'node:http'
import helmet from 'helmet'
import type { Made } from './fast.ts'

const policy = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

export const secure = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: policy },
  xFrameOptions: { action: 'deny' },
  // Served as plain HTTP inside a city's network as well: whether to force TLS is for who stands in front to say.
  strictTransportSecurity: false,
  // Of browsers long gone, or without meaning beside the policy above: bytes on every answer.
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
  xDnsPrefetchControl: false,
  originAgentCluster: false,
})

/** The engine's worker lives by its own policy: it alone may compile WebAssembly, and it reaches nothing but our own files. */
export const enginePolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'"

/** The engine's worker among the built files. */
export const isEngine = (path: string): boolean => /[\\/]duckdb-browser-eh\.worker-[\w-]+\.js(\.br|\.gz)?$/.test(path)

/** What `secure` sets, as a list: for pages that are answered from memory before any middleware. */
const pageHeaders: Readonly<Record<string, string>> = collected()

/** Data is never a document: nothing in it may run, be framed, or be taken for another type. */
export const dataHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
}

/** Files that run or show something by themselves keep the whole policy. */
const whole = /\.(html|svg|wasm|xml)$|worker/i

/** Gives a built file that is only ever a part of a page the short headers of data: on a first visit the long ones weigh as much as a script. */
export function lighten(res: ServerResponse, path: string): void {
  if (whole.test(path)) return
  for (const name of ['Cross-Origin-Opener-Policy', 'Referrer-Policy', 'X-Frame-Options']) res.removeHeader(name)
  for (const [name, value] of Object.entries(dataHeaders)) res.setHeader(name, value)
}

export const dataMade = (body: string | Buffer, type: string, headers?: Readonly<Record<string, string>>): Made => ({
  body: typeof body === 'string' ? Buffer.from(body) : body,
  type,
  headers: { ...dataHeaders, ...headers },
})

export const pageMade = (html: string): Made => ({
  body: Buffer.from(html),
  type: 'text/html; charset=utf-8',
  vary: 'Cookie',
  headers: pageHeaders,
})

function collected(): Record<string, string> {
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => void (headers[name] = value),
    removeHeader: () => undefined,
  }
  secure({} as Parameters<typeof secure>[0], response as unknown as Parameters<typeof secure>[1], (fault) => {
    if (fault !== undefined) throw fault as Error
  })
  return headers
}
