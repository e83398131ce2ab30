/**
 * Owns one switch, thrown while the scripts of the libraries run for the first time. React makes errors in advance there, and for their
 * stacks the browser reads the whole script once more: a fifth of a second on a slow tablet. `main.tsx` throws it back.
 */
const usual = Error.stackTraceLimit
Error.stackTraceLimit = 0

export function withStacks(): void {
  Error.stackTraceLimit = usual
}
