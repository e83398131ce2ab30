/** Owns the worker that reads a workbook: what it takes of memory goes with it. */
import { readXlsx } from 'hucre/xlsx'
import type { FileTrouble } from './local-file.ts'
import { sheetCsv } from './sheet.ts'

type Answer = { csv: Uint8Array } | { trouble: FileTrouble }

const answer = (given: Answer): void => postMessage(given)

addEventListener('message', (event: MessageEvent<File>) => {
  void (async () => {
    try {
      const book = await readXlsx(new Uint8Array(await event.data.arrayBuffer()), { sheets: [0] })
      const text = sheetCsv(book.sheets[0]?.rows ?? [])
      answer(text === null ? { trouble: 'empty' } : { csv: new TextEncoder().encode(text) })
    } catch (error) {
      answer({ trouble: /encrypt|password/i.test(String(error)) ? 'locked' : 'broken-sheet' })
    }
  })()
})
