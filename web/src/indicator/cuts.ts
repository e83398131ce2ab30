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

export const parentOf = (scene: Named, cut: string, code: string): string | undefined =>
  dimension(scene, cut)?.codes?.[code]?.parent

/**
 * Codes that may stand beside each other, best first: the parts of the chosen one, then the ones beside it. A wider code
 * never stands beside its own parts.
 */
export function levelsOf(scene: Named, cut: string, chosen: readonly string[]): ((code: string) => boolean)[] {
  if (cut.startsWith('unit:')) return [() => true]
  const one = chosen.length === 1 ? chosen[0] : undefined
  const under = (above: string | undefined) => (code: string) => parentOf(scene, cut, code) === above
  return one === undefined ? [under(undefined)] : [under(one), under(parentOf(scene, cut, one))]
}
