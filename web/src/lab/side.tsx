/** Owns the list beside the editor: tables, examples, the reader's own queries. */
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useTell, useWords } from '../words/words.ts'
import type { Bench, TableState } from './bench.ts'
import { examples } from './examples.ts'
import { Files } from './files.tsx'
import { Schema } from './schema.tsx'
import { ShelfPanel } from './shelf-panel.tsx'
import type { Shelf } from './shelf.ts'
import type { LabTable } from './table.ts'

type Props = {
  tables: readonly LabTable[]
  bench: Bench
  states: ReadonlyMap<string, TableState>
  shelf: Shelf
  broken: number
  onShelf: (shelf: Shelf) => boolean
  text: () => string
  onInsert: (text: string) => void
  onLook: (table: LabTable) => void
  onSize: (name: string) => Promise<number>
  onOpen: (sql: string) => void
}

export function Side({ shelf, broken, onShelf, text, onOpen, ...schema }: Props) {
  const words = useWords().lab.side
  const tell = useTell()
  const { tables, bench } = schema
  return (
    <Tabs className="lab-side" aria-label={words.label}>
      <TabList className="lab-side__tabs" aria-label={words.label}>
        <Tab id="tables">{words.tables}</Tab>
        <Tab id="examples">{words.examples}</Tab>
        <Tab id="shelf">{words.shelf}</Tab>
      </TabList>
      <TabPanel id="tables" className="lab-side__panel">
        <Schema {...schema} />
        <Files
          bench={bench}
          taken={new Set(tables.map(({ name }) => name))}
          hasOwn={tables.some(({ origin }) => origin === 'own')}
        />
      </TabPanel>
      <TabPanel id="examples" className="lab-side__panel">
        <ul>
          {examples.map(({ id, title, sql }) => (
            <li key={id}>
              <button type="button" className="lab-entry" onClick={() => onOpen(sql)}>
                {tell(title)}
              </button>
            </li>
          ))}
        </ul>
      </TabPanel>
      <TabPanel id="shelf" className="lab-side__panel">
        <ShelfPanel shelf={shelf} broken={broken} onShelf={onShelf} text={text} onOpen={onOpen} />
      </TabPanel>
    </Tabs>
  )
}
