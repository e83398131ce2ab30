/** Owns the list of tables: what each is about, its columns with units of measure and values, and the way of a name into the query. */
import { fold } from '@laban/shared'
import { unitsOfMeasure } from '@laban/shared'
import { useEffect, useId, useState } from 'react'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useLang, useTell, useWords } from '../words/words.ts'
import type { Bench, TableState } from './bench.ts'
import { written } from './complete.ts'
import { countText, shareText, sizeText } from './size.ts'
import type { LabColumn, LabTable } from './table.ts'

type Props = {
  tables: readonly LabTable[]
  bench: Bench
  states: ReadonlyMap<string, TableState>
  onInsert: (text: string) => void
  onLook: (table: LabTable) => void
  onSize: (name: string) => Promise<number>
}

/** Text without its marks, for searching. */
const foldedOf = (table: LabTable): string =>
  fold(
    [
      table.name,
      table.title?.vi,
      table.title?.en,
      ...table.columns.flatMap(({ name, title }) => [name, title?.vi, title?.en]),
    ]
      .filter(Boolean)
      .join(' '),
  )

export function Schema(props: Props) {
  const words = useWords().lab.schema
  const [text, setText] = useState('')
  const id = useId()
  const wanted = fold(text.trim())
  const found = props.tables.filter((table) => wanted === '' || foldedOf(table).includes(wanted))
  return (
    <div className="lab-schema">
      <label className="unseen" htmlFor={id}>
        {words.search}
      </label>
      <input
        id={id}
        type="search"
        className="lab__search"
        placeholder={words.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul>
        {found.map((table) => (
          <li key={table.name}>
            <TableEntry {...props} table={table} wanted={wanted} />
          </li>
        ))}
      </ul>
      {found.length === 0 && props.tables.length > 0 && <p className="quiet small">{words.none(text)}</p>}
    </div>
  )
}

type EntryProps = Props & { table: LabTable; wanted: string }

function TableEntry({ table, bench, states, onInsert, onLook, onSize, wanted }: EntryProps) {
  const { lab, status } = useWords()
  const words = lab.schema
  const lang = useLang()
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const [bytes, setBytes] = useState<number | null>(null)
  const [failed, setFailed] = useState(false)
  const state = states.get(table.name) ?? { kind: 'away' as const }
  const isOwn = table.origin === 'own'
  useEffect(() => {
    if (!open || isOwn || bytes !== null) return undefined
    let gone = false
    onSize(table.name).then(
      (size) => !gone && setBytes(size),
      () => !gone && setFailed(true),
    )
    return () => {
      gone = true
    }
  }, [open, isOwn, bytes, table.name, onSize])
  const isHere = isOwn || state.kind === 'here'
  const matching =
    wanted === ''
      ? table.columns
      : table.columns.filter(({ name, title }) =>
          fold(`${name} ${title?.vi ?? ''} ${title?.en ?? ''}`).includes(wanted),
        )
  const shown = matching.length > 0 ? matching : table.columns
  return (
    <details className="lab-table" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron" size={14} />
        <span className="lab-table__name">{table.name}</span>
        {table.simulated && <Badge>{status.marks.simulated}</Badge>}
        <span className="lab-table__title quiet">{table.title ? tell(table.title) : ''}</span>
      </summary>
      {open && (
        <div className="lab-table__body">
          {table.about && <p className="small quiet">{tell(table.about)}</p>}
          <p className="tiny quiet">
            {[
              table.rows === null ? '' : words.rows(countText(table.rows, lang)),
              state.kind === 'coming'
                ? words.coming(shareText(state.share, lang), sizeText(state.bytes, lang))
                : isOwn
                  ? ''
                  : isHere
                    ? words.here
                    : bytes === null
                      ? failed
                        ? words.fault
                        : words.sizing
                      : words.size(sizeText(bytes, lang)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <p className="lab-table__actions">
            <Button onClick={() => onInsert(written(table.name))} aria-label={words.insert(table.name)}>
              {table.name}
            </Button>
            <Button look="bare" onClick={() => onLook(table)} aria-label={words.look(table.name)}>
              {words.lookShort}
            </Button>
            {!isHere && state.kind === 'away' && bytes !== null && (
              <Button look="bare" onClick={() => void bench.fetch(table.name).catch(() => setFailed(true))}>
                {words.fetch(sizeText(bytes, lang))}
              </Button>
            )}
          </p>
          <ul className="lab-columns">
            {shown.map((column) => (
              <ColumnEntry
                key={column.name}
                table={table}
                column={column}
                isHere={isHere}
                bench={bench}
                onInsert={onInsert}
              />
            ))}
          </ul>
        </div>
      )}
    </details>
  )
}

type ColumnProps = {
  table: LabTable
  column: LabColumn
  isHere: boolean
  bench: Bench
  onInsert: (text: string) => void
}

function ColumnEntry({ table, column, isHere, bench, onInsert }: ColumnProps) {
  const words = useWords().lab.schema
  const lang = useLang()
  const tell = useTell()
  const type = words.types[column.type] ?? column.type.toLowerCase()
  const measure = column.measuredIn === null ? null : unitsOfMeasure[column.measuredIn]?.title[lang]
  return (
    <li>
      <div className="lab-columns__head">
        <button
          type="button"
          className="lab-columns__name"
          onClick={() => onInsert(written(column.name))}
          aria-label={words.insert(column.name)}
          title={words.insertHint}
        >
          {column.name}
        </button>
        <span className="quiet tiny">
          {[column.title ? tell(column.title) : '', measure ?? type].filter(Boolean).join(' · ')}
        </span>
      </div>
      {(column.codes.length > 0 || isHere) && (
        <Samples table={table} column={column} isHere={isHere} bench={bench} onInsert={onInsert} />
      )}
    </li>
  )
}

const mostSamples = 12

/** Values of a column: as the contract lists them, or the most frequent ones of the table that is here. */
function Samples({ table, column, isHere, bench, onInsert }: ColumnProps) {
  const words = useWords().lab.schema
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const [read, setRead] = useState<string[] | null>(null)
  const listed = column.codes.length > 0
  useEffect(() => {
    if (!open || listed || !isHere || read) return
    const name = written(column.name)
    bench
      .ask(
        `SELECT CAST(${name} AS VARCHAR) AS sample FROM ${written(table.name)} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY count(*) DESC, 1 LIMIT ${mostSamples}`,
      )
      .then(
        ({ rows }) => setRead(rows.map(({ sample }) => String(sample))),
        () => setRead([]),
      )
  }, [open, listed, isHere, read, bench, table.name, column.name])
  const isText = column.type === 'text' || /char/i.test(column.type)
  const quoted = (value: string) => (isText || column.type === 'date' ? `'${value.replaceAll("'", "''")}'` : value)
  const values = listed
    ? column.codes.slice(0, mostSamples).map(({ code, title }) => ({ value: code, meaning: tell(title) }))
    : (read ?? []).map((value) => ({ value, meaning: '' }))
  return (
    <details className="lab-samples" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="tiny quiet" aria-label={words.samplesOf(column.name)}>
        {words.samples}
      </summary>
      {open && (
        <ul>
          {values.map(({ value, meaning }) => (
            <li key={value}>
              <button type="button" onClick={() => onInsert(quoted(value))} aria-label={words.insert(value)}>
                {value === '' ? words.blank : value}
              </button>
              {meaning && meaning !== value && <span className="quiet tiny">{meaning}</span>}
            </li>
          ))}
          {column.codes.length > mostSamples && (
            <li className="quiet tiny">{words.more(column.codes.length - mostSamples)}</li>
          )}
        </ul>
      )}
    </details>
  )
}
