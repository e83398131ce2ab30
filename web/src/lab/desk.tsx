/** Owns the lab's desk: list of tables and queries at the side, the editor, what runs, and what came out. */
import type { Dataset } from '@laban/shared'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { openEngine } from '../drill/explore.ts'
import { Button } from '../ui/button.tsx'
import { useLang, useTell, useWords } from '../words/words.ts'
import type { Parcel, RunState } from './bench.ts'
import { createBench } from './bench.ts'
import type { Offer } from './complete.ts'
import { Editor } from './editor.tsx'
import type { EditorHandle } from './editor.tsx'
import { examples } from './examples.ts'
import { packQuery, unpackQuery } from './link.ts'
import { ownTables } from './own-tables.ts'
import { ProposalView } from './proposal-view.tsx'
import { Results } from './results.tsx'
import type { Shelf } from './shelf.ts'
import { loadDraft, loadShelf, storeDraft, storeShelf, withRan } from './shelf.ts'
import { Side } from './side.tsx'
import type { LabTable } from './table.ts'
import { tellTrouble } from './tell.ts'
import { Toolbar } from './toolbar.tsx'
import { RunStatus } from './run-status.tsx'
import { unitsOfMeasure } from '@laban/shared'

type Props = {
  /** Tables of the warehouse that the viewer may read. */
  tables: readonly LabTable[]
  datasets: readonly Dataset[]
  release: string
  prepare: (name: string, signal: AbortSignal) => Promise<Parcel>
}

export function Desk({ tables, datasets, release, prepare }: Props) {
  const { lab } = useWords()
  const lang = useLang()
  const tell = useTell()
  const editor = useRef<EditorHandle>(null)
  const runButton = useRef<HTMLButtonElement>(null)
  const [bench] = useState(() => createBench(openEngine, () => performance.now()))
  useEffect(() => {
    bench.supply({ known: new Set(tables.map(({ name }) => name)), prepare })
  }, [bench, tables, prepare])
  const state = useSyncExternalStore(bench.subscribe, bench.state)
  const [firstRelease] = useState(release)
  const [held, setHeld] = useState(firstRelease)
  const [own, setOwn] = useState<LabTable[]>([])
  const [functions, setFunctions] = useState<string[]>([])
  const [{ shelf, broken }, setShelf] = useState(loadShelf)
  const [text, setText] = useState(() => loadDraft() ?? examples[0]!.sql)
  const [initial] = useState(text)
  const [note, setNote] = useState<'link' | 'bad' | null>(null)
  const [mine, setMine] = useState<string | null>(null)
  const [proposed, setProposed] = useState<string | null>(null)
  const all = useMemo(() => [...tables, ...own], [tables, own])

  useEffect(() => {
    if (state.own === 0) return
    void ownTables(bench).then(setOwn, () => setOwn([]))
  }, [state.own, bench])

  const isAwake = state.run.kind !== 'idle'
  useEffect(() => {
    // The engine is asked once it is up for other reasons: opening the page alone fetches nothing.
    if (!isAwake || functions.length > 0 || state.run.kind === 'fetching') return
    bench
      .ask(
        `SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro') AND regexp_matches(function_name, '^[a-z][a-z0-9_]*$') ORDER BY 1`,
      )
      .then(
        ({ rows }) => setFunctions(rows.map(({ name }) => String(name))),
        () => undefined,
      )
  }, [isAwake, state.run.kind, functions.length, bench])

  const show = useCallback((sql: string) => {
    editor.current?.replace(sql)
    editor.current?.mark(null)
    editor.current?.focus()
  }, [])

  useEffect(() => {
    const read = () =>
      void unpackQuery(location.hash).then((sql) => {
        if (sql === undefined) return
        setNote(sql === null ? 'bad' : 'link')
        if (sql === null) return
        setMine(editor.current?.text() ?? null)
        editor.current?.replace(sql)
      })
    read()
    addEventListener('hashchange', read)
    return () => removeEventListener('hashchange', read)
  }, [])

  useEffect(() => {
    const later = setTimeout(() => storeDraft(text), 300)
    return () => clearTimeout(later)
  }, [text])

  const keepShelf = (next: Shelf): boolean => {
    setShelf((now) => ({ ...now, shelf: next }))
    return storeShelf(next)
  }

  const finish = (run: RunState, sql: string) => {
    if (run.kind === 'failed' && 'from' in run.trouble && run.trouble.from !== null) {
      const told = tellTrouble(run.trouble, editor.current?.text() ?? '', lab.trouble, lang)
      editor.current?.mark({ from: run.trouble.from, to: run.trouble.to ?? run.trouble.from + 1, message: told.text })
    }
    if (run.kind === 'done') {
      const rows = run.outcome.result.rows.length
      setShelf((now) => {
        const next = withRan(now.shelf, { sql: sql.trim().slice(0, 100_000), at: new Date().toISOString(), rows })
        storeShelf(next)
        return { ...now, shelf: next }
      })
    }
  }
  const run = (agreed = false) => {
    const handle = editor.current
    if (!handle) return
    const chosen = handle.selection()
    const sql = chosen?.sql ?? handle.text()
    handle.mark(null)
    setNote(null)
    setProposed(null)
    void bench.run(sql, chosen?.from ?? 0, agreed).then((end) => finish(end, sql))
  }
  const share = async (): Promise<'copied' | 'address' | 'long'> => {
    const hash = await packQuery(editor.current?.text() ?? '')
    if (hash === null) return 'long'
    history.replaceState(history.state, '', `#${hash}`)
    return navigator.clipboard.writeText(location.href).then(
      () => 'copied' as const,
      () => 'address' as const,
    )
  }
  const offer = useRef<Offer>(null)
  const offered: Offer = {
    tables: all,
    functions,
    tell,
    words: { table: lab.editor.table, own: lab.editor.own, function: lab.editor.function },
    measure: (key) => unitsOfMeasure[key]?.short[lang] ?? key,
  }
  useEffect(() => {
    offer.current = offered
  })
  const sizes = useCallback(
    async (name: string) => (await prepare(name, new AbortController().signal)).bytes,
    [prepare],
  )
  const renew = async () => {
    await bench.renew()
    setHeld(release)
  }
  const isStale = release !== held && [...state.tables.values()].some(({ kind }) => kind !== 'away')
  return (
    <div className="lab">
      <Side
        tables={all}
        bench={bench}
        states={state.tables}
        shelf={shelf}
        broken={broken}
        onShelf={keepShelf}
        text={() => editor.current?.text() ?? ''}
        onInsert={(name) => {
          editor.current?.insert(name)
          editor.current?.focus()
        }}
        onLook={(table) => {
          show(`SELECT *\nFROM ${table.name}\nLIMIT 100`)
          run()
        }}
        onSize={sizes}
        onOpen={show}
      />
      <div className="lab__main">
        {isStale && (
          <output className="lab__note">
            {lab.state.newRelease} <Button onClick={() => void renew()}>{lab.state.renew}</Button>
          </output>
        )}
        {state.restarted && (
          <p className="lab__note" role="alert">
            {lab.state.restarted} <Button onClick={bench.acknowledge}>{lab.state.restartedOk}</Button>
          </p>
        )}
        {note !== null && (
          <output className="lab__note">
            {note === 'link' ? lab.fromLink : lab.badLink}
            {note === 'link' && mine !== null && mine.trim() !== '' && (
              <Button
                onClick={() => {
                  show(mine)
                  setNote(null)
                }}
              >
                {lab.keepMine}
              </Button>
            )}
          </output>
        )}
        <Editor
          initial={initial}
          label={lab.editor.label}
          hint={lab.editor.hint}
          empty={lab.editor.empty}
          phrases={lab.editor.phrases}
          offer={() => offer.current ?? offered}
          onRun={() => run()}
          onChange={(sql) => {
            setText(sql)
            editor.current?.mark(null)
          }}
          onLeave={() => runButton.current?.focus()}
          onReady={(handle) => {
            editor.current = handle
          }}
        />
        <Toolbar
          run={state.run}
          runButton={runButton}
          onRun={() => run()}
          onStop={bench.stop}
          onShare={share}
          onPropose={() => setProposed(editor.current?.selection()?.sql ?? editor.current?.text() ?? '')}
        />
        <RunStatus
          run={state.run}
          text={text}
          onAgree={() => run(true)}
          onGo={() => editor.current?.focus()}
          onRenew={() => void renew()}
        />
        {proposed !== null && (
          <ProposalView
            sql={proposed}
            datasets={datasets}
            onClose={() => {
              setProposed(null)
              editor.current?.focus()
            }}
          />
        )}
        {state.run.kind === 'done' && <Results outcome={state.run.outcome} tables={all} release={held} />}
      </div>
    </div>
  )
}
