import { expect, test } from 'vitest'
import { isBlock, placeBlock } from './paste.ts'
import type { Figure, Return } from './typing.ts'

const figure = (key: string, more: Partial<Figure> = {}): Figure => ({
  key,
  title: { vi: `Số ${key}`, en: `Figure ${key}` },
  hint: null,
  measuredIn: 'dossiers',
  required: true,
  whole: true,
  min: 0,
  max: null,
  state: 'empty',
  version: 0,
  value: null,
  note: '',
  reason: '',
  before: null,
  again: false,
  last: null,
  known: null,
  submitted: null,
  decided: null,
  ...more,
})

const page = {
  figures: [
    figure('online'),
    figure('in_person'),
    figure('received'),
    figure('resolved', { state: 'approved', value: 90 }),
    figure('on_time'),
  ],
  rules: [
    { kind: 'total', figure: 'received', parts: ['online', 'in_person'] },
    { kind: 'at-most', figure: 'on_time', limit: 'resolved' },
  ],
} as unknown as Return
const values = { online: null, in_person: null, received: null, resolved: 90, on_time: null }

const place = (text: string, column: 'value' | 'note' = 'value', at = 'online') =>
  placeBlock(text, { figure: at, column }, page, values, 'vi')
const said = ({ faults }: ReturnType<typeof place>) =>
  faults.map(({ figure: of, column, message }) => `${of?.vi ?? '?'} ${column}: ${message.vi}`)

test('one cell is no block, whatever line end the spreadsheet adds', () => {
  expect(['12', '12\n', '12\r\n', 'hai từ'].map(isBlock)).toEqual([false, false, false, false])
  expect(['1\t2', '1\n2', '1\r\n2\r\n'].map(isBlock)).toEqual([true, true, true])
})

test('a block fills to the right and below, over a total that agrees and what stands already', () => {
  expect(place('1.200\tBưu chính\r\n800\t\r\n2.000\r\n90\r\n89\t"hai\ndòng ""x"""\r\n')).toEqual({
    changes: {
      online: { text: '1.200', note: 'Bưu chính' },
      in_person: { text: '800' },
      on_time: { text: '89', note: 'hai dòng "x"' },
    },
    cells: 5,
    faults: [],
  })
})

test('an empty cell leaves what is there', () => {
  expect(place('\n5').changes).toEqual({ in_person: { text: '5' } })
})

test('one cell that does not fit keeps all out, and each is named', () => {
  const refused = place('nhiều\n-1\n7\n91\n90,5\n3')
  expect([refused.changes, refused.cells]).toEqual([{}, 0])
  expect(said(refused)).toEqual([
    'Số online value: không phải số: “nhiều”; viết như 1.234,5',
    'Số resolved value: đã gửi hoặc đã duyệt, không sửa được',
    '? value: nằm ngoài biểu',
    'Số received value: tự cộng là –, trong bảng dán là 7',
    'Số in_person value: nhỏ hơn mức thấp nhất 0',
    'Số on_time value: phải là số nguyên',
    'Số on_time value: lớn hơn “Số resolved” (90)',
  ])
})

test('a block that is too wide, a note that is too long, a sum that differs are named', () => {
  expect(said(place('a\tb', 'note'))).toEqual(['Số online note: nằm ngoài biểu'])
  expect(said(place(`1\t${'x'.repeat(501)}`))).toEqual(['Số online note: dài quá 500 ký tự'])
  expect(said(place('1\n2\n4'))).toEqual(['Số received value: tự cộng là 3, trong bảng dán là 4'])
})
