/** Owns the view of those who answer for many units: how far each report has come, and who is overdue. */
import { formatPeriod, parsePeriod } from '@laban/shared'
import type { Answered } from '../../api.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import type { TableColumn } from '../../ui/table.tsx'
import { DataTable } from '../../ui/table.tsx'
import { StatusShape } from '../../ui/status.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { Extend } from './extend.tsx'
import { TaskLink } from './task-link.tsx'

type Inbox = Answered['inbox']['get']
type Owed = Inbox['owed'][number]
type Row = { key: string; duty: string; period: string; owed: Owed[] }

export function Watch({ inbox }: { inbox: Inbox }) {
  const { inbox: words } = useWords().reporting
  const tell = useTell()
  const lang = useLang()
  const groups = Map.groupBy(inbox.owed, ({ duty, period }) => `${duty} ${period}`)
  const rows: Row[] = [...groups].map(([key, owed]) => ({ key, duty: owed[0]!.duty, period: owed[0]!.period, owed }))
  const count = (row: Row, ...states: Owed['state'][]) => row.owed.filter(({ state }) => states.includes(state)).length
  const number = (id: 'done' | 'waiting' | 'begun' | 'open', of: (row: Row) => number): TableColumn<Row> => ({
    id,
    title: words.columns[id],
    kind: 'number',
    cell: (row) => of(row),
  })
  const columns: TableColumn<Row>[] = [
    {
      id: 'duty',
      title: words.columns.duty,
      kind: 'head',
      cell: ({ duty, period }) => (
        <>
          {tell(inbox.duties[duty]!.title)}{' '}
          <span className="quiet">{formatPeriod(parsePeriod(period), 'flow', lang)}</span>
        </>
      ),
    },
    number('done', (row) => count(row, 'done')),
    number('waiting', (row) => count(row, 'submitted')),
    number('begun', (row) => count(row, 'begun', 'returned')),
    number('open', (row) => count(row, 'open')),
  ]
  const late = rows
    .map((row) => ({ ...row, owed: row.owed.filter(({ urgency }) => urgency === 'overdue') }))
    .filter(({ owed }) => owed.length > 0)
  return (
    <section className="part watch" aria-labelledby="watch">
      <h2 id="watch">{words.watch}</h2>
      <DataTable caption={words.watchAbout} columns={columns} rows={rows} rowId={({ key }) => key} />
      {late.map((row) => (
        <Disclosure
          key={row.key}
          title={
            <span className="watch__late">
              <span className="status status--off-track">
                <StatusShape status="off-track" />
                {words.late(row.owed.length)}
              </span>
              <span className="quiet">
                {tell(inbox.duties[row.duty]!.title)}, {formatPeriod(parsePeriod(row.period), 'flow', lang)}
              </span>
            </span>
          }
        >
          <ul className="watch__units">
            {row.owed.map((one) => (
              <li key={one.unit}>
                {one.kind === 'initiative' && one.id === null ? (
                  tell(inbox.units[one.unit]!.name)
                ) : (
                  <TaskLink owed={one} className="watch__unit">
                    {tell(inbox.units[one.unit]!.name)}
                  </TaskLink>
                )}
              </li>
            ))}
          </ul>
        </Disclosure>
      ))}
      {inbox.extends && <Extend inbox={inbox} />}
    </section>
  )
}
