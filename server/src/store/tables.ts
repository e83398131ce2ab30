/** Owns the shape of the store's tables. Times are ISO 8601 in UTC, sizes are bytes, lists and maps are JSON text. */
import type { Generated } from 'kysely'
import type { NoticeTables } from './notice-tables.ts'
import type { ReportingTables } from './reporting-tables.ts'

export type Tables = ReportingTables &
  NoticeTables & {
    loads: {
      id: Generated<number>
      started: string
      finished: string | null
      who: string
      /** Digest of all files that were looked at. */
      packs: string
      /** JSON list of what landed: file and hash. */
      landing: string
      rows: number
      rejects: number
      outcome: 'running' | 'published' | 'unchanged' | 'refused' | 'failed' | 'interrupted'
    }
    versions: {
      name: string
      hash: string
      rows: number
      rejects: number
      bytes: number
      sha256: string
      created: string
    }
    releases: {
      id: string
      published_at: string
      horizon: string
      /** JSON: name -> hash of each version. */
      versions: string
      note: string | null
    }
    /** Which release came into force when. The last row holds; going back adds a row. */
    head: {
      seq: Generated<number>
      release: string
      at: string
      why: 'publish' | 'back'
      who: string
    }
    /** One row a write, never changed: see audit.ts. */
    audit: {
      /** From 1 without a gap. */
      seq: number
      at: string
      actor: string
      action: string
      subject: string
      /** Canonical JSON. */
      detail: string
      /** Hash of the row before; of the first: 64 zeros. */
      previous: string
      /** SHA-256 of all columns above, in hexadecimal. */
      hash: string
    }
    /** One row: the last of `audit`, so that rows cut off at the end are missed. */
    audit_head: { id: number; seq: number; hash: string }
    people: {
      id: string
      /** Name to sign in with, in lower case. */
      account: string
      name: string
      /** JSON list. */
      roles: string
      /** JSON: list of units, or "all". */
      scope: string
      /** JSON: list of areas of responsibility, or "all". */
      areas: string
      /** JSON list. */
      clearance: string
      /** PHC string of argon2id; null: cannot sign in by password. */
      password: string | null
      /** Value of the claim that the identity provider knows the person by. */
      claim: string | null
      /** 1: made for a demonstration. */
      demo: number
      created: string
      disabled: string | null
      /** Goes up with each change, so that nobody overwrites what they have not seen. */
      revision: number
      /** Where mail goes; empty: to the account, where that is an address. */
      mail: string
      /** In which mail is written. */
      language: 'vi' | 'en'
      /** 1: wants no mail. */
      mail_off: number
    }
    sessions: {
      /** Names the session in lists and in the trail; opens nothing. */
      id: string
      /** SHA-256 of what the cookie holds, in hexadecimal. */
      token: string
      person: string
      /** password, provider, demo, link */
      means: string
      /** What the browser calls itself, shortened. */
      agent: string
      opened: string
      seen: string
      /** Last moment in any case. */
      expires: string
      /** Person through whose eyes an admin looks; null: own. */
      seeing_as: string | null
    }
    /** One-time links: to set up, or to set a new password. */
    links: {
      /** SHA-256 of what the link holds. */
      token: string
      purpose: 'setup' | 'password'
      person: string | null
      expires: string
    }
    /** Browsers from which a person has signed in before; they are not held up by what strangers try. */
    devices: {
      /** SHA-256 of what the browser keeps. */
      token: string
      person: string
      seen: string
    }
    /** Failed sign-ins in a row, by lane (see people/throttle.ts). */
    throttle: { key: string; failures: number; last: string }
  }
