/** Owns the shape of the tables of reporting: initiatives, registers, returns. Beside each thing stand its steps, never changed. */
import type { FigureState, InitiativeState, RegisterId } from '@laban/shared'

export type ReportingTables = {
  initiatives: {
    id: string
    unit: string
    year: number
    state: InitiativeState
    /** Goes up with each change, so that nobody overwrites what they have not seen. */
    version: number
    /** JSON: `InitiativeContent`. */
    content: string
    created: string
    created_by: string
    updated: string
    updated_by: string
    submitted: string | null
    submitted_by: string | null
    decided: string | null
    decided_by: string | null
    /** JSON: reasons of the last return, by field. */
    reasons: string
  }
  initiative_steps: {
    initiative: string
    step: number
    at: string
    by: string
    move: string
    content: string
    reasons: string
  }
  evidence: {
    id: string
    initiative: string
    name: string
    type: string
    bytes: number
    /** Under which its bytes are kept. */
    sha256: string
    at: string
    by: string
    removed: string | null
  }
  register_entries: {
    id: string
    register: RegisterId
    unit: string
    version: number
    /** JSON: field -> text. */
    content: string
    created: string
    created_by: string
    updated: string
    updated_by: string
    confirmed_year: number | null
    confirmed: string | null
    confirmed_by: string | null
    /** When it was struck off. */
    struck: string | null
  }
  register_steps: {
    entry: string
    step: number
    at: string
    /** Day of the city's calendar. */
    day: string
    by: string
    move: 'enter' | 'change' | 'confirm' | 'strike'
    content: string
    reason: string
  }
  /** Units that said they keep nothing of the kind. */
  register_nones: { register: RegisterId; unit: string; year: number; at: string; by: string }
  returns: {
    id: string
    duty: string
    unit: string
    period: string
    version: number
    created: string
    updated: string
    updated_by: string
  }
  return_figures: {
    return: string
    figure: string
    state: FigureState
    /** Goes up with each change. */
    version: number
    value: number | null
    note: string
    /** JSON: the warehouse's number that was agreed to or corrected; empty: there was none. */
    known: string
    updated: string
    updated_by: string
    submitted: string | null
    submitted_by: string | null
    decided: string | null
    decided_by: string | null
    reason: string
    /** Value at the last submission before this one, to be shown side by side; null: first time, or missing. */
    before: number | null
    /** 1: has been submitted before. */
    again: number
  }
  return_steps: {
    return: string
    step: number
    figure: string
    at: string
    by: string
    move: string
    value: number | null
    note: string
    reason: string
  }
  /** The ledger: what was said when, by whom approved. Each row stands by itself, whatever becomes of the form. */
  approved_figures: {
    return: string
    step: number
    figure: string
    duty: string
    /** The return as people call it, in Vietnamese: it stands as the figure's source. */
    title: string
    reporter: string
    period: string
    dataset: string
    item: string
    /** Whose figure it is. */
    unit: string
    period_start: string
    period_end: string
    value: number
    /** JSON: dimension -> code. */
    cut: string
    note: string
    /** Day of the city's calendar. */
    published: string
    at: string
    submitted_by: string
    approved_by: string
  }
  /** Deadlines put off; the last step holds. `due` is a day. */
  extensions: {
    duty: string
    unit: string
    period: string
    step: number
    due: string
    reason: string
    at: string
    by: string
  }
  /** Periods that were called for; the last step holds. `opens` and `due` are days. */
  calls: {
    duty: string
    period: string
    step: number
    opens: string
    due: string
    message: string
    at: string
    by: string
  }
  /** Who reports in place of somebody absent, from one day to another, both included. */
  deputies: {
    id: string
    absent: string
    deputy: string
    from_day: string
    to_day: string
    reason: string
    at: string
    by: string
    ended: string | null
    ended_by: string | null
  }
  /** One row: goes up with each write that the warehouse must learn of. */
  reporting_marks: { id: number; wanted: number }
}
