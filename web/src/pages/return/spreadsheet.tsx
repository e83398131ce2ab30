/** Owns the way by spreadsheet: the form as an Excel file down, a filled one up, every wrong cell named. */
import { writeNumber } from '@laban/shared'
import { useMutation } from '@tanstack/react-query'
import { sendFile } from '../../api.ts'
import { save } from '../../charts/save.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { Upload } from '../../reporting/upload.tsx'
import { Button } from '../../ui/button.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import type { Return, Typing } from './typing.ts'

type Words = { vi: string; en: string }
/** As the server reads a file: what it holds, or which cells are wrong. */
type Read = {
  figures: { figure: string; value: number | null; note: string }[]
  faults: { cell: string; message: Words }[]
  /** The file with the faults in its cells, in base64; empty where there are none. */
  checked: string
}

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function Spreadsheet({ page, typing }: { page: Return; typing: Typing }) {
  const { reporting } = useWords()
  const words = reporting.returns
  const tell = useTell()
  const lang = useLang()
  const place = new URLSearchParams({ duty: page.duty.id, unit: page.unit.id, period: page.period }).toString()
  const read = useMutation({
    mutationFn: (file: File) => sendFile<Read>(`return?${place}`, file),
    onSuccess: ({ figures, faults }) => {
      if (faults.length > 0) return
      typing.type(
        Object.fromEntries(
          figures.map(({ figure, value, note }) => [
            figure,
            { text: value === null ? '' : writeNumber(value, lang), note },
          ]),
        ),
      )
    },
  })
  const result = read.data
  const saveChecked = (checked: string) => {
    const bytes = Uint8Array.from(atob(checked), (char) => char.charCodeAt(0))
    save(new Blob([bytes], { type: xlsx }), `${page.period}-${page.duty.id}.xlsx`)
  }
  return (
    <div className="spreadsheet no-print">
      <p className="actions">
        <a className="button" href={`/api/files/return?${place}`} download>
          {words.download}
        </a>
        <Upload accept=".xlsx" disabled={read.isPending} onFile={(file) => read.mutate(file)}>
          {words.upload}
        </Upload>
        <span className="actions__say">{words.pasteHint}</span>
        {read.isPending && <output className="actions__say">{words.reading}</output>}
        {result && result.faults.length === 0 && (
          <output className="actions__say">{words.uploaded(result.figures.length)}</output>
        )}
      </p>
      <WriteFault error={read.error} />
      {result && result.faults.length > 0 && (
        <div className="fault" role="alert">
          <p>{words.faults(result.faults.length)}</p>
          <ul className="spreadsheet__faults">
            {result.faults.map(({ cell, message }) => (
              <li key={`${cell} ${message.en}`}>
                <strong>{cell}</strong>: {tell(message)}
              </li>
            ))}
          </ul>
          <Button onClick={() => saveChecked(result.checked)}>{words.checked}</Button>
        </div>
      )}
    </div>
  )
}
