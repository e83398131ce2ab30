/** Owns the viewer that a bearer token proves: scripts that read what is internal. It never writes. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Viewer } from '@laban/shared'
import { Failure, publicViewer } from '@laban/shared'

export const scriptViewer: Viewer = {
  person: null,
  roles: ['analyst'],
  scope: 'all',
  areas: 'all',
  clearance: ['public', 'internal'],
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * @param token  the one that is good; undefined: none is
 * @returns a function from a request's headers to viewer. It throws Failure access/unknown-viewer where credentials are shown that are not good
 *   (wrong, replaced since, of another kind): taken for the public, the caller would not notice.
 */
export function viewerBy(token: string | undefined): (headers: IncomingHttpHeaders) => Viewer {
  const expected = token === undefined ? undefined : digest(token)
  return ({ authorization }) => {
    if (authorization === undefined) return publicViewer
    const [, shown] = /^Bearer ([\w.~+/=-]{1,512})$/i.exec(authorization) ?? []
    // Digests are of one length, so that the comparison takes the same time for every wrong token.
    if (shown !== undefined && expected !== undefined && timingSafeEqual(digest(shown), expected)) return scriptViewer
    throw new Failure('access/unknown-viewer', {
      vi: 'Thông tin đăng nhập không đúng hoặc đã hết hiệu lực',
      en: 'The credentials are wrong or no longer valid',
    })
  }
}
