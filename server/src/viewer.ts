/** Owns who a request comes from: the public, or the one signed-in viewer that a bearer token proves. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Viewer } from '@laban/shared'
import { Failure, publicViewer } from '@laban/shared'

export const signedInViewer: Viewer = { role: 'viewer', scope: 'all', clearance: ['public', 'internal'] }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * @param token  the one that signs in; undefined: nobody can
 * @returns a function from request to viewer. It throws Failure access/unknown-viewer where credentials are shown that are not good
 *   (wrong, replaced since, of another kind): taken for the public, the caller would not notice.
 */
export function viewerBy(token: string | undefined): (req: IncomingMessage) => Viewer {
  const expected = token === undefined ? undefined : digest(token)
  return ({ headers }) => {
    if (headers.authorization === undefined) return publicViewer
    const [, shown] = /^Bearer ([\w.~+/=-]{1,512})$/i.exec(headers.authorization) ?? []
    // Digests are of one length, so that the comparison takes the same time for every wrong token.
    if (shown !== undefined && expected !== undefined && timingSafeEqual(digest(shown), expected)) return signedInViewer
    throw new Failure('access/unknown-viewer', {
      vi: 'Thông tin đăng nhập không đúng hoặc đã hết hiệu lực',
      en: 'The credentials are wrong or no longer valid',
    })
  }
}
