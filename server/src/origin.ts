/**
 * Owns that only our own screens write: a browser says where a request comes from, and a foreign page cannot lie about it. Without
 * PUBLIC_URL the only places are this machine's own names, so that no name that was made to point here passes for ours.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { Failure } from '@laban/shared'

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/

export const isLoopback = (host: string | undefined): boolean => host !== undefined && loopback.test(host)

const foreign = (): Failure =>
  new Failure('access/foreign-origin', {
    vi: 'Yêu cầu ghi phải đến từ chính trang này',
    en: 'A request to write must come from these pages',
  })

const insecure = (): Failure =>
  new Failure('access/insecure', {
    vi: 'Đăng nhập cần kết nối https: quản trị viên hãy đặt PUBLIC_URL',
    en: 'Signing in needs https: the administrator has to set PUBLIC_URL',
  })

/**
 * @param publicUrl  address at which people reach us; undefined: on this machine only
 * @throws Failure access/foreign-origin, access/insecure
 */
export function refuseForeign(headers: IncomingHttpHeaders, publicUrl: URL | undefined): void {
  const { host, origin, 'sec-fetch-site': site } = headers
  if (site !== undefined && site !== 'same-origin') throw foreign()
  if (origin === undefined) {
    if (site === undefined) throw foreign()
  } else if (!URL.canParse(origin)) throw foreign()
  const said = origin === undefined ? undefined : new URL(origin)
  if (publicUrl && (said?.origin ?? `${publicUrl.protocol}//${host}`) === publicUrl.origin) return
  if (said !== undefined && said.host !== host) throw foreign()
  if (!isLoopback(host)) throw insecure()
}
