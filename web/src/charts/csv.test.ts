import { describe, expect, it } from 'vitest'
import { fileName, toCsv } from './csv.ts'
import { tip } from './tip.ts'

describe('a file of numbers', () => {
  it('opens in Excel as UTF-8, with quoted separators and empty fields for what is missing', () => {
    expect(toCsv(['Kỳ', 'Giá trị'], [['a,b "c"', null]])).toBe('\uFEFFKỳ,Giá trị\r\n"a,b ""c""",\r\n')
  })
  it('never runs text as a formula, and keeps negative numbers as numbers', () => {
    expect(toCsv(['x'], [['=HYPERLINK("http://x")'], ['-1+1'], ['@a'], ['+7'], [-1.5]])).toBe(
      '\uFEFFx\r\n"\'=HYPERLINK(""http://x"")"\r\n\'-1+1\r\n\'@a\r\n\'+7\r\n-1.5\r\n',
    )
  })
  it('has a name that every file system takes', () => {
    expect(fileName('Tỷ lệ giải ngân: 2025 / Đầu tư', 'csv')).toBe('ty-le-giai-ngan-2025-dau-tu.csv')
  })
})

describe('a tooltip', () => {
  it('shows text from people as text', () => {
    const html = tip('<img src=x onerror=alert(1)>', [{ label: '"a" & \'b\'', text: '</dd><script>' }], '<b>')
    expect(html).not.toMatch(/<img|<script|<b>/)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })
})
