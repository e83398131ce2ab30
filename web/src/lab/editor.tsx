/**
 * Owns the SQL editor: CodeMirror in a shadow root, where its styles are sheets that the security policy allows. Tab leaves it as it
 * leaves any other field; Ctrl+Enter runs; Escape goes to the button that runs.
 */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { PostgreSQL, SQLDialect, sql } from '@codemirror/lang-sql'
import { bracketMatching } from '@codemirror/language'
import { lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { Offer } from './complete.ts'
import { completeSql } from './complete.ts'
import { editorLook } from './editor-look.ts'

export type Marked = { from: number; to: number; message: string }

export type EditorHandle = {
  text: () => string
  /** What is selected, and where it begins; null where nothing is. */
  selection: () => { sql: string; from: number } | null
  /** Puts a new text in place of the old one, which undo brings back. */
  replace: (sql: string) => void
  /** At the cursor, or over the selection. */
  insert: (text: string) => void
  mark: (marked: Marked | null) => void
  focus: () => void
}

type Props = {
  initial: string
  label: string
  hint: string
  empty: string
  phrases: Record<string, string>
  offer: () => Offer
  onRun: () => void
  onChange: (text: string) => void
  onLeave: () => void
  onReady: (handle: EditorHandle) => void
}

/** What DuckDB knows beyond PostgreSQL. */
const duckdb = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ''} summarize describe pivot unpivot qualify asof exclude positional`,
})

const labels = new Compartment()

const labelled = ({ label, hint, empty, phrases }: Pick<Props, 'label' | 'hint' | 'empty' | 'phrases'>) => [
  EditorView.contentAttributes.of({
    'aria-label': `${label}. ${hint}`,
    'aria-multiline': 'true',
    'data-gramm': 'false',
  }),
  placeholder(empty),
  EditorState.phrases.of(phrases),
]

export function Editor(props: Props) {
  const host = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  const view = useRef<EditorView>(null)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    const element = host.current
    if (!element) return undefined
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const keys = Prec.highest(
      keymap.of([
        { key: 'Mod-Enter', run: (at) => (closeCompletion(at), latest.current.onRun(), true) },
        // An open list of completions takes Tab and Escape; otherwise both lead out.
        { key: 'Tab', run: (at) => completionStatus(at.state) === 'active' && acceptCompletion(at) },
        { key: 'Escape', run: (at) => completionStatus(at.state) === null && (latest.current.onLeave(), true) },
      ]),
    )
    const editor = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: latest.current.initial,
        extensions: [
          keys,
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          EditorView.lineWrapping,
          sql({ dialect: duckdb, upperCaseKeywords: true }),
          // After `sql`: its own keywords stay, and ours stand beside them.
          duckdb.language.data.of({ autocomplete: completeSql(() => latest.current.offer()) }),
          autocompletion({ icons: false, activateOnTypingDelay: 60 }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
          editorLook,
          labels.of(labelled(latest.current)),
        ],
      }),
    })
    view.current = editor
    latest.current.onReady(handleOf(editor))
    return () => {
      editor.destroy()
      view.current = null
    }
  }, [])

  const { label, hint, empty, phrases } = props
  useEffect(() => {
    view.current?.dispatch({ effects: labels.reconfigure(labelled({ label, hint, empty, phrases })) })
  }, [label, hint, empty, phrases])

  return <div ref={host} className="lab__editor" />
}

function handleOf(view: EditorView): EditorHandle {
  return {
    text: () => view.state.doc.toString(),
    selection: () => {
      const { from, to } = view.state.selection.main
      return from === to ? null : { sql: view.state.sliceDoc(from, to), from }
    },
    replace: (text) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } }),
    insert: (text) => view.dispatch(view.state.replaceSelection(text)),
    mark: (marked) => {
      const length = view.state.doc.length
      const at = marked && {
        from: Math.min(marked.from, length),
        to: Math.min(Math.max(marked.to, marked.from), length),
      }
      view.dispatch(setDiagnostics(view.state, at ? [{ ...at, severity: 'error', message: marked.message }] : []))
      if (at) view.dispatch({ selection: { anchor: at.from }, scrollIntoView: true })
    },
    focus: () => view.focus(),
  }
}
