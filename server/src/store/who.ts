/** Owns the name that the ledger keeps for whoever runs a program: account and machine. */
import { hostname, userInfo } from 'node:os'

export function who(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    // An account without an entry in the system's list (usual in containers) has only its number.
    return `${process.getuid?.() ?? 'unknown'}@${hostname()}`
  }
}
