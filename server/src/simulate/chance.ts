/** Owns chance that is the same every time: whole numbers below 2^31 from a seed, here and in the engine's own language. */

export const range = 2_147_483_647

const mix = (x: number): number => ((x ^ (x >>> 13)) * 48_271 + 12_820_163) % range

/** Whole number in 0..range-1, as `rnd` below gives it. @param salt  tells one use from another */
export const whole = (id: number, salt: number): number => mix(mix(mix((id * 69_621 + salt) % range)))

/** In [0, 1). */
export const part = (id: number, salt: number): number => whole(id, salt) / range

/** Number of a text, for salts. */
export function salted(text: string, seed: number): number {
  let sum = seed % range
  for (const sign of text) sum = mix((sum + sign.codePointAt(0)!) % range)
  return sum
}

/** The same as macros of the engine. */
export const macros = [
  'CREATE MACRO mixed(x) AS ((xor(x, x >> 13) * 48271 + 12820163) % 2147483647)',
  'CREATE MACRO rnd(id, salt) AS mixed(mixed(mixed((id * 69621 + salt) % 2147483647)))',
]
