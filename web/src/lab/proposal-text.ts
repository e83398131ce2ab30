/** Owns a proposed definition as the text of its YAML file. Fetched when somebody proposes. */
import type { Indicator } from '@laban/shared'
import { stringify } from 'yaml'

/** Defaults are left out: the file holds what was said. */
export function proposalText(
  { headline: _h, overrunMonths: _o, audience: _a, bands: _b, proofs: _p, ...said }: Indicator,
  head: string,
): string {
  const text = stringify(said, { lineWidth: 120, singleQuote: true })
  return `# ${head}\n${text}`
}
