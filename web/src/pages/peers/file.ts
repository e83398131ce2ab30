/** Owns the peers table as a file: one line a figure, nothing hidden. */
import type { Lang, Words } from '@laban/shared'
import { formatDay, measureOf } from '@laban/shared'
import type { Answered } from '../../api.ts'
import { fileName, toCsv } from '../../charts/csv.ts'
import { save } from '../../charts/save.ts'
import type { Dictionary } from '../../words/words.ts'
import { compareRow, territoryOf } from './compare.ts'

export function savePeers(
  table: Answered['peers']['get'],
  { peers: words, indicator, status }: Dictionary,
  lang: Lang,
  tell: (words: Words) => string,
): void {
  const { csv, columns } = words
  const lines = table.rows.flatMap((row) => {
    const { apart, median } = compareRow(row.cells, row.time)
    return row.cells.flatMap((cell, i) => {
      if (!cell) return []
      const territory = territoryOf(cell)
      const why = apart[i]
      return [
        [
          tell(row.name),
          tell(table.cities[i]!.name),
          cell.value,
          measureOf(row.measuredIn).title[lang],
          cell.period.start,
          cell.period.end,
          cell.simulated ? status.marks.simulated : cell.certainty && indicator.certainties[cell.certainty],
          cell.published,
          territory && words.territory[territory.side](formatDay(territory.on, lang)),
          median,
          why ? words.apart[why] : null,
        ],
      ]
    })
  })
  const header = [
    columns.indicator,
    csv.city,
    csv.value,
    csv.measuredIn,
    csv.from,
    csv.to,
    csv.certainty,
    csv.published,
    csv.territory,
    csv.median,
    csv.apart,
  ]
  save(
    new Blob([toCsv(header, lines)], { type: 'text/csv;charset=utf-8' }),
    fileName(`${words.title} ${table.asOf}`, 'csv'),
  )
}
