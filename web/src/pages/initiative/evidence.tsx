/** Owns the list of evidence: files go up one by one, and come down as attachments. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { sendFile, trpc } from '../../api.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { Upload } from '../../reporting/upload.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useWords } from '../../words/words.ts'

type Initiative = Answered['initiative']['get']
type File = Initiative['evidence'][number]

const size = (bytes: number) =>
  bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`

export function Evidence({ initiative, mayChange = false }: { initiative: Initiative; mayChange?: boolean }) {
  const words = useWords().reporting.initiative
  const [files, setFiles] = useState<File[]>(initiative.evidence)
  const remove = useMutation(trpc.initiative.removeEvidence.mutationOptions())
  const add = useMutation({
    mutationFn: (file: globalThis.File) =>
      sendFile<File>(`evidence/${initiative.id}?name=${encodeURIComponent(file.name)}`, file),
    onSuccess: (file) => setFiles((now) => [...now, file]),
  })
  if (files.length === 0 && !mayChange) return null
  return (
    <section className="evidence">
      <h2>{words.evidence}</h2>
      <ul>
        {files.map(({ id, name, bytes }) => (
          <li key={id}>
            <a href={`/api/files/evidence/${id}`} download={name}>
              {name}
            </a>{' '}
            <span className="quiet tiny">{size(bytes)}</span>
            {mayChange && (
              <Button
                look="bare"
                aria-label={words.evidenceRemove(name)}
                onClick={() =>
                  void remove
                    .mutateAsync({ id: initiative.id, file: id })
                    .then(() => setFiles((now) => now.filter((one) => one.id !== id)))
                    .catch(() => undefined)
                }
              >
                <Icon name="close" size={16} />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <p className="actions">
          <Upload
            accept=".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
            disabled={add.isPending}
            onFile={(file) => add.mutate(file)}
          >
            {words.evidenceAdd}
          </Upload>
          <span className="actions__say">{words.evidenceHint}</span>
        </p>
      )}
      <WriteFault error={add.error ?? remove.error} />
    </section>
  )
}
