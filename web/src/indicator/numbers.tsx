/** Owns the table of all figures behind the page, each with the way to where it comes from. */
import type { Answer, Figure } from '@laban/shared'
import { useState } from 'react'
import { fileName } from '../charts/csv.ts'
import { csvOf, shownColumns } from '../charts/plate.tsx'
import { reportingYear } from '../charts/runs.ts'
import { save } from '../charts/save.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { DataTable } from '../ui/table.tsx'
import { figureColumns, figureId } from './columns.tsx'
import type { Scene } from './scene.ts'
import { plainScale } from './scene.ts'

type Props = { scene: Scene; answer: Answer; year: number; onOrigin: (figure: Figure) => void }

export function Numbers({ scene, answer, year, onOrigin }: Props) {
  const { words, about, lang } = scene
  const byYear = about.indicator.chart === 'cumulative' && about.indicator.time === 'cumulative'
  const [all, setAll] = useState(!byYear)
  const ordered = answer.figures.toSorted((a, b) =>
    a.period.end < b.period.end ? 1 : a.period.end > b.period.end ? -1 : 0,
  )
  const figures = all ? ordered : ordered.filter((figure) => reportingYear(figure) === year)
  const scale = plainScale(
    about.indicator.measuredIn,
    figures.map(({ value }) => value),
  )
  const columns = figureColumns(scene, answer, figures, scale, onOrigin)
  return (
    <div className="indicator__numbers">
      <header className="plate__head">
        <div>
          <h2>{words.tableTitle}</h2>
          <p className="quiet small">{words.unitIn(scale.unit[lang])}</p>
        </div>
        <div className="plate__tools no-print">
          {byYear && (
            <Button look="bare" aria-pressed={all} onClick={() => setAll(!all)}>
              {all ? words.thisYear(year) : words.allYears}
            </Button>
          )}
          <Button
            look="bare"
            aria-label={`${words.saveCsv}: ${words.tableTitle}`}
            onClick={() =>
              save(
                csvOf(figureColumns(scene, answer, ordered, scale, onOrigin), ordered),
                fileName(about.indicator.name[lang], 'csv'),
              )
            }
          >
            <Icon name="download" size={16} />
            CSV
          </Button>
        </div>
      </header>
      <DataTable
        caption={words.tableTitle}
        captionUnseen
        columns={shownColumns(columns)}
        rows={figures}
        rowId={figureId}
      />
    </div>
  )
}
