/** Owns the frame of every chart: title, unit of measure, the same numbers as a table, and both as files. */
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { DataTable } from '../ui/table.tsx'
import { useWords } from '../words/words.ts'
import type { Draw } from './chart.tsx'
import type { Cell } from './csv.ts'
import { fileName, toCsv } from './csv.ts'
import { save } from './save.ts'
import './charts.css'

export type NumberColumn<Row> = {
  id: string
  title: string
  kind?: 'head' | 'number'
  /** As it stands in files: ISO dates, plain numbers in the unit of measure. */
  raw: (row: Row) => Cell
  /** As it stands on the screen; absent: not shown there. */
  shown?: (row: Row) => ReactNode
}

type Props<Row> = {
  /** What it is about; the heading of pictures and the name of files. */
  subject: string
  title: string
  /** Unit of measure and period. */
  subtitle: string
  /** Source, release and date; stands under the picture in files. */
  foot: readonly string[]
  columns: readonly NumberColumn<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  draw: Draw
  height: number
  controls?: ReactNode
  children: ReactNode
}

export const csvOf = <Row,>(columns: readonly NumberColumn<Row>[], rows: readonly Row[]): Blob =>
  new Blob(
    [
      toCsv(
        columns.map(({ title }) => title),
        rows.map((row) => columns.map(({ raw }) => raw(row))),
      ),
    ],
    { type: 'text/csv;charset=utf-8' },
  )

export const shownColumns = <Row,>(columns: readonly NumberColumn<Row>[]) =>
  columns.flatMap(({ id, title, kind, shown }) =>
    shown ? [{ id, title, ...(kind ? { kind } : {}), cell: shown }] : [],
  )

export function Plate<Row>({
  subject,
  title,
  subtitle,
  foot,
  columns,
  rows,
  rowId,
  draw,
  height,
  controls,
  children,
}: Props<Row>) {
  const words = useWords().indicator
  const [asTable, setAsTable] = useState(false)
  const heading = useId()
  const savePng = async () => {
    const { toPng } = await import('./picture.ts')
    save(
      await toPng({ title: subject, subtitle: `${title} · ${subtitle}`, foot, draw, height }),
      fileName(`${subject} ${title}`, 'png'),
    )
  }
  return (
    <figure className="plate" aria-labelledby={heading}>
      <figcaption className="plate__head">
        <div>
          <h2 id={heading}>{title}</h2>
          <p className="quiet small">{subtitle}</p>
        </div>
        <div className="plate__tools no-print">
          <Button look="bare" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            <Icon name={asTable ? 'chart' : 'table'} size={16} />
            {asTable ? words.showChart : words.showTable}
          </Button>
          <Button look="bare" aria-label={`${words.savePng}: ${title}`} onClick={() => void savePng()}>
            <Icon name="download" size={16} />
            PNG
          </Button>
          <Button
            look="bare"
            aria-label={`${words.saveCsv}: ${title}`}
            onClick={() => save(csvOf(columns, rows), fileName(`${subject} ${title}`, 'csv'))}
          >
            <Icon name="download" size={16} />
            CSV
          </Button>
        </div>
        {controls}
      </figcaption>
      {asTable ? (
        <DataTable caption={title} captionUnseen columns={shownColumns(columns)} rows={rows} rowId={rowId} />
      ) : (
        children
      )}
    </figure>
  )
}
