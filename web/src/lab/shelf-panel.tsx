/** Owns the reader's own queries: save under a name, open again, take to another browser as a file. */
import type { FormEvent } from 'react'
import { useId, useRef, useState } from 'react'
import { fileName } from '../charts/csv.ts'
import { save } from '../charts/save.ts'
import { Button } from '../ui/button.tsx'
import { useLang, useWords } from '../words/words.ts'
import type { Shelf } from './shelf.ts'
import { exportShelf, importShelf, withoutSaved, withSaved } from './shelf.ts'

type Props = {
  shelf: Shelf
  broken: number
  /** @returns false where the browser would not keep it */
  onShelf: (shelf: Shelf) => boolean
  text: () => string
  onOpen: (sql: string) => void
}

export function ShelfPanel({ shelf, broken, onShelf, text, onOpen }: Props) {
  const words = useWords().lab.shelf
  const lang = useLang()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [said, setSaid] = useState('')
  const keep = (next: Shelf, told: string) => setSaid(onShelf(next) ? told : words.full)
  const onSave = (event: FormEvent) => {
    event.preventDefault()
    const [given, sql] = [name.trim(), text()]
    if (given === '' || sql.trim() === '') return setSaid(words.needName)
    keep(withSaved(shelf, { name: given.slice(0, 120), sql, at: new Date().toISOString() }), words.savedAs(given))
    setName('')
  }
  const bringIn = async (file: File | undefined) => {
    if (!file) return
    const read = importShelf(shelf, await file.text())
    if (!read) return setSaid(words.notOurs)
    keep(read.shelf, words.imported(read.added, read.broken))
  }
  const when = (at: string) =>
    new Intl.DateTimeFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', { dateStyle: 'short', timeStyle: 'short' }).format(
      new Date(at),
    )
  return (
    <div className="lab-shelf">
      <form onSubmit={onSave} className="lab-shelf__save">
        <label htmlFor={id} className="unseen">
          {words.name}
        </label>
        <input
          id={id}
          className="lab__search"
          placeholder={words.name}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit">{words.save}</Button>
      </form>
      <output className="small">{said}</output>
      {broken > 0 && <p className="small lab-files__bad">{words.broken(broken)}</p>}
      <h3>{words.saved}</h3>
      {shelf.saved.length === 0 && <p className="quiet small">{words.savedNone}</p>}
      <ul>
        {shelf.saved.map((one) => (
          <li key={one.name} className="lab-shelf__row">
            <button
              type="button"
              className="lab-entry"
              onClick={() => onOpen(one.sql)}
              aria-label={words.open(one.name)}
            >
              <span>{one.name}</span>
              <span className="quiet tiny">{when(one.at)}</span>
            </button>
            <Button
              look="bare"
              aria-label={words.remove(one.name)}
              onClick={() => keep(withoutSaved(shelf, one.name), '')}
            >
              {words.removeShort}
            </Button>
          </li>
        ))}
      </ul>
      <p className="lab-shelf__files">
        <Button
          look="bare"
          disabled={shelf.saved.length === 0}
          onClick={() =>
            save(new Blob([exportShelf(shelf)], { type: 'application/json' }), fileName(words.file, 'json'))
          }
        >
          {words.export}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json"
          className="unseen"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            void bringIn(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <Button look="bare" onClick={() => input.current?.click()}>
          {words.import}
        </Button>
      </p>
      <h3>{words.ran}</h3>
      {shelf.ran.length === 0 && <p className="quiet small">{words.ranNone}</p>}
      <ul>
        {shelf.ran.map((one) => (
          <li key={one.at + one.sql}>
            <button type="button" className="lab-entry" onClick={() => onOpen(one.sql)}>
              <span className="lab-entry__sql">{one.sql.replaceAll(/\s+/g, ' ').slice(0, 120)}</span>
              <span className="quiet tiny">{when(one.at)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
