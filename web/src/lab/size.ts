/** Owns sizes of files as readers say them. */
import type { Lang } from '@laban/shared'

/** @param bytes  1.234.567 is "1,2 MB" */
export function sizeText(bytes: number, lang: Lang): string {
  const [value, unit] =
    bytes < 1e6 ? [Math.max(1, bytes / 1e3), 'KB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB']
  const text = new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 })
  return `${text.format(value)} ${unit}`
}

export const shareText = (share: number, lang: Lang): string =>
  new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', { style: 'percent', maximumFractionDigits: 0 }).format(share)

export const secondsText = (ms: number, lang: Lang): string =>
  new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', {
    minimumFractionDigits: 1,
    maximumFractionDigits: ms < 1000 ? 2 : 1,
  }).format(ms / 1000)

export const countText = (count: number, lang: Lang): string =>
  new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB').format(count)
