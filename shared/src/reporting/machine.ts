/** Owns state machines as data: which move leads from which states to which, and what it demands. */

export type Move<State extends string> = {
  from: readonly State[]
  /** Absent: it stays where it is. */
  to?: State
  /** Must be said in words by who moves. */
  reason?: boolean
  /** Who submitted may not do it. */
  fourEyes?: boolean
}

export type Machine<State extends string, Name extends string> = Readonly<Record<Name, Move<State>>>

/** What forbids a move; undefined: nothing. */
export type Hindrance = 'state' | 'reason' | 'four-eyes'

/**
 * @param by           who moves
 * @param submittedBy  who handed the thing in last; null: nobody yet
 */
export function hindrance<State extends string, Name extends string>(
  machine: Machine<State, Name>,
  name: Name,
  at: { state: State; by: string; submittedBy: string | null; reason?: string | undefined },
): Hindrance | undefined {
  const move = machine[name]
  if (!move.from.includes(at.state)) return 'state'
  if (move.fourEyes && at.submittedBy !== null && at.by === at.submittedBy) return 'four-eyes'
  if (move.reason && !at.reason?.trim()) return 'reason'
  return undefined
}

/** Moves that a state allows. */
export const movesFrom = <State extends string, Name extends string>(
  machine: Machine<State, Name>,
  state: State,
): Name[] => (Object.keys(machine) as Name[]).filter((name) => machine[name].from.includes(state))
