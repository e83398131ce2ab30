/** Owns the HTML of tooltips. Every text is encoded here and nowhere else; styles are classes, since inline ones are forbidden. */
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const encodeHTML = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!)

export type TipLine = { label: string; text: string; strong?: boolean }

/** A heading and a list of label and text. */
export function tip(heading: string, lines: readonly TipLine[], foot?: string): string {
  const rows = lines
    .map(
      ({ label, text, strong }) =>
        `<dt>${encodeHTML(label)}</dt><dd${strong ? ' class="strong"' : ''}>${encodeHTML(text)}</dd>`,
    )
    .join('')
  return `<p class="tip-head">${encodeHTML(heading)}</p><dl>${rows}</dl>${foot ? `<p class="tip-foot">${encodeHTML(foot)}</p>` : ''}`
}
