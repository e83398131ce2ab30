/** One line of the results, and how lines are printed. */
export type Line = { what: string; ours: number; bare?: number; unit: string; limit: string }

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
export const median = (values: readonly number[]): number => quantile(values, 0.5)

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3))

export function markdown(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ what, ours, bare, unit, limit }) =>
      `| ${what} | ${round(ours)} ${unit} | ${bare === undefined ? '' : `${round(bare)} ${unit}`} | ${bare === undefined ? '' : (ours / bare).toFixed(2)} | ${limit} |`,
  )
  return ['| what | ours | bare | ratio | to reach |', '|---|---|---|---|---|', ...rows].join('\n')
}
