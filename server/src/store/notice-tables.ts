/** Owns the shape of the tables of notices, and of the mail that goes out beside them. */
export type NoticeTables = {
  /** What a person was told, never changed but for having been read. */
  notices: {
    id: string
    person: string
    at: string
    kind: string
    /** JSON: what the words are made of, by kind. */
    told: string
    /** Path of the page it speaks of: `/returns/…`. */
    link: string
    /** When it was read. */
    read: string | null
  }
  /** One row a notice that also goes out as mail, written together with it. */
  mails: {
    notice: string
    state: 'waiting' | 'sent' | 'given-up'
    /** Not before. */
    next: string
    attempts: number
    /** What the mail server said last. */
    error: string
    sent: string | null
  }
  /** Days of the city's calendar on which people were reminded. */
  notice_days: { day: string; at: string }
}
