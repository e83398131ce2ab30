/** Owns what a run brought: the rows as grid or picture, and both as files. */
import { useMemo, useState } from 'react'
import { fileName } from '../charts/csv.ts'
import type { Encoding } from '../charts/free/points.ts'
import { save } from '../charts/save.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useLang, useWords } from '../words/words.ts'
import type { Outcome } from './bench.ts'
import { limits } from './bench.ts'
import { ChartView } from './chart-view.tsx'
import { Grid } from './grid.tsx'
import { tablesIn } from './lexer.ts'
import { measureIn } from './measure.ts'
import { resultCsv, resultText, resultXlsx } from './save-result.ts'
import { shownColumns } from './shown.ts'
import { countText } from './size.ts'
import type { LabTable } from './table.ts'

type Props = { outcome: Outcome; tables: readonly LabTable[]; release: string }

export function Results({ outcome, tables, release }: Props) {
  const { lab, status } = useWords()
  const words = lab.results
  const lang = useLang()
  const [asChart, setAsChart] = useState(false)
  const [encoding, setEncoding] = useState<Encoding | null>(null)
  const [said, setSaid] = useState('')
  const { result, statement, made } = outcome
  const named = useMemo(() => tablesIn(statement.tokens, new Set(tables.map(({ name }) => name))), [statement, tables])
  const columns = useMemo(
    () => shownColumns(result, measureIn(statement, tables), lang, words),
    [result, statement, tables, lang, words],
  )
  const simulated = tables.some(({ name, simulated: is }) => is && named.includes(name))
  if (made !== null) return <p className="lab__nothing">{lab.state.made(made)}</p>
  if (result.rows.length === 0) return <p className="quiet lab__nothing">{lab.state.none}</p>
  const foot = [
    words.source(release, named.join(', ')),
    ...(simulated ? [words.simulated] : []),
    ...(result.more ? [lab.state.more(countText(limits.rows, lang))] : []),
  ]
  const name = [lab.title, ...named, simulated ? status.marks.simulated : ''].join(' ')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(resultText(columns, result.rows))
      setSaid(words.copied)
    } catch {
      setSaid(words.copyFailed)
    }
  }
  return (
    <section className="lab-results" aria-label={words.label}>
      <div className="lab-results__head no-print">
        <fieldset aria-label={words.label} className="lab-results__views">
          <Button aria-pressed={!asChart} onClick={() => setAsChart(false)}>
            <Icon name="table" size={16} />
            {words.table}
          </Button>
          <Button aria-pressed={asChart} onClick={() => setAsChart(true)}>
            <Icon name="chart" size={16} />
            {words.chart}
          </Button>
        </fieldset>
        {simulated && <Badge title={words.simulated}>{status.marks.simulated}</Badge>}
        <div className="lab-results__tools">
          <output className="small quiet">{said}</output>
          <Button look="bare" onClick={() => void copy()}>
            <Icon name="copy" size={16} />
            {words.copy}
          </Button>
          <Button look="bare" onClick={() => save(resultCsv(columns, result.rows), fileName(name, 'csv'))}>
            <Icon name="download" size={16} />
            {words.csv}
          </Button>
          <Button
            look="bare"
            onClick={() =>
              void resultXlsx(columns, result.rows, words.label, foot).then((file) =>
                save(file, fileName(name, 'xlsx')),
              )
            }
          >
            <Icon name="download" size={16} />
            {words.xlsx}
          </Button>
        </div>
      </div>
      {asChart ? (
        <ChartView rows={result.rows} columns={columns} foot={foot} encoding={encoding} onEncoding={setEncoding} />
      ) : (
        <Grid
          key={statement.sql}
          label={words.grid(countText(result.rows.length, lang), columns.length)}
          rows={result.rows}
          columns={columns}
          rowHead={words.row}
        />
      )}
    </section>
  )
}
