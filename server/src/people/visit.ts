/** Owns who a request comes from: the public, a script with the bearer token, or a person whose session a cookie opens. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Viewer } from '@laban/shared'
import { Failure, publicViewer } from '@laban/shared'
import type { Store } from '../store/store.ts'
import { viewerBy } from '../viewer.ts'
import { cookieName, readCookie } from './cookie.ts'
import { today } from '../reporting/clock.ts'
import { standInsOn } from '../reporting/deputies.ts'
import { viewerOf } from './person.ts'
import type { Session } from './session.ts'
import { sessionBy } from './session.ts'

export type Visit = {
  /** Through whose eyes is read. */
  viewer: Viewer
  session: Session | null
  /** Person who may write; null: nobody, or an admin who looks through another's eyes. */
  actor: string | null
}

export const publicVisit: Visit = { viewer: publicViewer, session: null, actor: null }

export type VisitOptions = {
  store: Store
  /** Bearer token of scripts; undefined: none is good. */
  viewerToken: string | undefined
  /** Whether people reach us by https. */
  secure: boolean
  /** Whether people made for demonstration may come in. */
  demo?: boolean
  now?: () => number
}

/**
 * @returns a function from a request's headers to who it comes from. It throws Failure access/unknown-viewer for a token that is
 *   not good, access/session-ended for a cookie that opens nothing any more: taken for the public, the caller would not notice.
 */
export function visitBy({ store, viewerToken, secure, demo = false, now = Date.now }: VisitOptions) {
  const byToken = viewerBy(viewerToken)
  const name = cookieName(secure)
  return async (headers: IncomingHttpHeaders): Promise<Visit> => {
    if (headers.authorization !== undefined) return { viewer: byToken(headers), session: null, actor: null }
    const token = readCookie(headers.cookie, name)
    if (token === undefined || token === '') return publicVisit
    const { session, standsIn } = await store.read(async (db) => {
      const found = await sessionBy(db, token, now())
      const eyes = found && (found.seeingAs ?? found.person).id
      return { session: found, standsIn: eyes && (await standInsOn(db, today(now()), eyes)).get(eyes) }
    })
    if (!session || (session.person.demo && !demo)) throw sessionEnded()
    if (session.stale) await store.touch(session.id, new Date(now()).toISOString())
    const { person, seeingAs } = session
    const viewer = { ...viewerOf(seeingAs ?? person), ...(standsIn ? { standsIn } : {}) }
    return { viewer, session, actor: seeingAs ? null : person.id }
  }
}

export type VisitOf = ReturnType<typeof visitBy>

export const sessionEnded = (): Failure =>
  new Failure('access/session-ended', {
    vi: 'Phiên làm việc đã kết thúc; hãy đăng nhập lại',
    en: 'The session has ended; sign in again',
  })
