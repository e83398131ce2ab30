/** Owns what the reader may take along: pictures of the charts, the table that is shown, and the rows themselves. */
import { useState } from 'react'
import { fileName } from '../charts/csv.ts'
import { save } from '../charts/save.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { DrillScene } from './scene.ts'
import type { Sheet } from './sheet.ts'
import { csvOf, xlsxOf } from './sheet.ts'
import type { RowsHere } from './use-rows.ts'

type Kind = 'png' | 'svg' | 'csv' | 'xlsx'

export function Files({ scene, sheet, rows }: { scene: DrillScene; sheet: Sheet | null; rows: RowsHere }) {
  const { words, subject } = scene
  const [failed, setFailed] = useState(false)
  const make = async (kind: Kind): Promise<Blob | undefined> => {
    if (kind === 'csv') return sheet ? csvOf(sheet) : undefined
    if (kind === 'xlsx') return sheet ? await xlsxOf(sheet, { sheet: words.sheet, about: words.about }) : undefined
    const { pngOf, svgOf } = await import('./picture.ts')
    return kind === 'png' ? await pngOf(scene) : svgOf(scene)
  }
  const take = (kind: Kind) => {
    setFailed(false)
    const title = kind === 'png' || kind === 'svg' ? subject : (sheet?.title ?? subject)
    void make(kind).then(
      (content) => content && save(content, fileName(title, kind)),
      () => setFailed(true),
    )
  }
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a row of buttons, no form
    <div className="drill__files no-print" role="group" aria-label={words.files}>
      {(['png', 'svg', 'csv', 'xlsx'] as const).map((kind) => (
        <Button
          key={kind}
          look="bare"
          disabled={(kind === 'csv' || kind === 'xlsx') && !sheet}
          aria-label={`${words.files}: ${words.fileOf[kind]}`}
          onClick={() => take(kind)}
        >
          <Icon name="download" size={16} />
          {kind.toUpperCase()}
        </Button>
      ))}
      {rows.state.kind === 'here' && (
        <a
          className="button button--bare"
          href={rows.state.brought.extract.address}
          download
          aria-label={`${words.files}: ${words.fileOf.duckdb}`}
        >
          <Icon name="download" size={16} />
          DUCKDB
        </a>
      )}
      {failed && <output>{words.fileFailed}</output>}
    </div>
  )
}
