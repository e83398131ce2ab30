import type { Dataset } from '@laban/shared'
import { describe, expect, it } from 'vitest'
import { indicator as words } from '../words/vi/indicator.ts'
import { codeTitle, cutTitle, levelsOf } from './cuts.ts'
import type { Scene } from './scene.ts'

const title = (vi: string) => ({ title: { vi, en: vi } })
const datasets = [
  {
    form: 'statements',
    columns: [
      {
        name: 'source',
        role: 'dimension',
        title: { vi: 'Nguồn thu', en: 'Source' },
        codes: {
          domestic: title('Thu nội địa'),
          oil: title('Dầu thô'),
          land: { ...title('Tiền sử dụng đất'), parent: 'domestic' },
          fees: { ...title('Phí'), parent: 'domestic' },
        },
      },
    ],
  },
] as unknown as Dataset[]
const scene = {
  about: { datasets } as Scene['about'],
  lang: 'vi' as const,
  words,
  unitName: (id: string) => `đơn vị ${id}`,
}

const shown = (chosen: string[]) =>
  levelsOf(scene, 'source', chosen).map((level) => ['domestic', 'oil', 'land', 'fees'].filter(level))

describe('the cuts of an indicator', () => {
  it('have the names of their dimension, its codes and units', () => {
    expect(cutTitle(scene, 'source')).toBe('nguồn thu')
    expect(cutTitle(scene, 'unit:local')).toBe('phường, xã, đặc khu')
    expect(codeTitle(scene, 'source', 'land')).toBe('Tiền sử dụng đất')
    expect(codeTitle(scene, 'unit:local', 'hcmc/quan_1')).toBe('đơn vị hcmc/quan_1')
    expect(codeTitle(scene, 'source', 'strange')).toBe('strange')
  })
  it('never set a wider code beside its parts', () => {
    expect(shown([])).toEqual([['domestic', 'oil']])
    expect(shown(['domestic'])).toEqual([
      ['land', 'fees'],
      ['domestic', 'oil'],
    ])
    expect(shown(['land']).at(-1)).toEqual(['land', 'fees'])
  })
})
