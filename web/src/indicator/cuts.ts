/** Owns the names of cuts and of their codes, and which codes stand on one level. */
import type { Column } from '@laban/shared'
import { dimensionsOf } from '@laban/shared'
import type { Scene } from './scene.ts'

type Named = Pick<Scene, 'about' | 'lang' | 'words' | 'unitName'>

const dimension = ({ about }: Named, cut: string): Column | undefined =>
  about.datasets.flatMap(dimensionsOf).find(({ name }) => name === cut)

export function cutTitle(scene: Named, cut: string): string {
  const unit = (scene.words.cuts as Record<string, string>)[cut]
  return unit ?? dimension(scene, cut)?.title[scene.lang].toLocaleLowerCase('vi') ?? cut
}

/** A dimension without a closed list has its codes as they came. */
export const codeTitle = (scene: Named, cut: string, code: string): string =>
  cut.startsWith('unit:') ? scene.unitName(code) : (dimension(scene, cut)?.codes?.[code]?.title[scene.lang] ?? code)

export const parentOf = (scene: Named, cut: string, code: string): string | undefined => dimension(scene, cut)?.codes?.[code]?.parent

/** Codes to show beside each other: the parts of the chosen one where it has parts, else the ones beside it. */
export function levelOf(scene: Named, cut: string, chosen: readonly string[]): (code: string) => boolean {
  if (cut.startsWith('unit:')) return () => true
  const one = chosen.length === 1 ? chosen[0] : undefined
  const codes = dimension(scene, cut)?.codes ?? {}
  const hasParts = one !== undefined && Object.values(codes).some(({ parent }) => parent === one)
  const above = hasParts ? one : one !== undefined ? parentOf(scene, cut, one) : undefined
  return (code) => parentOf(scene, cut, code) === above
}
