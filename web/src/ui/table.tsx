/** Owns tables: plain, semantic, with a head that stays and figures in tabular numbers. */
import type { ReactNode } from 'react'

export type TableColumn<Row> = {
  id: string
  title: ReactNode
  /** `head`: names the row. */
  kind?: 'head' | 'number'
  cell: (row: Row) => ReactNode
}

type Props<Row> = {
  caption: ReactNode
  captionUnseen?: boolean
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
}

export function DataTable<Row>({ caption, captionUnseen = false, columns, rows, rowId }: Props<Row>) {
  const look = (column: TableColumn<Row>) => (column.kind === 'number' ? 'number' : undefined)
  return (
    // A table wider than its place scrolls, and must be reached by keyboard to be scrolled.
    // A group and no region: tables stand in sections that bear the same name.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role
    <div role="group" className="table" tabIndex={0} aria-label={typeof caption === 'string' ? caption : undefined}>
      <table>
        <caption className={captionUnseen ? 'unseen' : undefined}>
          <span className="table__caption">{caption}</span>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={look(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)}>
              {columns.map((column) =>
                column.kind === 'head' ? (
                  <th key={column.id} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} className={look(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
