/** Owns the gallery: recognised initiatives, searched without diacritics and filtered by the address. */
import { localLevels, rank, writeNumber } from '@laban/shared'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Answered } from '../../api.ts'
import { SelectField, TextField } from '../../reporting/field.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Empty } from '../../ui/states.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'

const route = getRouteApi('/initiatives')

type Entry = Answered['initiative']['gallery']['initiatives'][number]
type Kind = 'department' | 'local' | 'other'

const kindOf = ({ unit }: Entry): Kind =>
  unit.level === 'department'
    ? 'department'
    : (localLevels as readonly string[]).includes(unit.level)
      ? 'local'
      : 'other'

export function Gallery({ list }: { list: readonly Entry[] }) {
  const { reporting } = useWords()
  const words = reporting.initiatives
  const tell = useTell()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Record<string, string | undefined>) =>
    void navigate({ to: '.', search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false })
  if (list.length === 0) {
    return (
      <Empty title={words.none}>
        <p>{words.noneBody}</p>
      </Empty>
    )
  }
  const { q = '', kind = '', year = '' } = search
  const found = list.filter(
    (entry) =>
      (kind === '' || kindOf(entry) === kind) &&
      (year === '' || String(entry.year) === year) &&
      rank(q, [entry.title, entry.decision, entry.result, tell(entry.unit.name)].join(' ')) !== undefined,
  )
  const years = [...new Set(list.map((entry) => String(entry.year)))].sort((a, b) => (a < b ? 1 : -1))
  return (
    <>
      <search className="filters">
        <TextField
          className="slot--search"
          type="search"
          title={`${words.search} (${words.searchHint})`}
          value={q}
          onChange={(text) => set({ q: text || undefined })}
        />
        <SelectField
          title={words.kind}
          value={kind}
          blank={reporting.all}
          options={(['department', 'local', 'other'] as const).map((id) => ({ id, title: words.kinds[id] }))}
          onChange={(value) => set({ kind: value || undefined })}
        />
        <SelectField
          title={reporting.year}
          value={year}
          blank={reporting.all}
          options={years.map((id) => ({ id, title: id }))}
          onChange={(value) => set({ year: value || undefined })}
        />
      </search>
      <p className="quiet small gallery__count" aria-live="polite">
        {words.found(found.length, list.length)}
      </p>
      {found.length === 0 && (
        <Empty title={words.noMatch}>
          <p>{words.noMatchBody}</p>
        </Empty>
      )}
      <ul className="gallery">
        {found.map((entry) => (
          <li key={entry.id}>
            <Card entry={entry} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Card({ entry }: { entry: Entry }) {
  const words = useWords().reporting.initiatives
  const tell = useTell()
  const lang = useLang()
  const { id, title, unit, year, decision, measure, before, after, measuredIn, reused, visibility } = entry
  return (
    <article className="idea">
      <h3>
        <Link to="/initiatives/$id" params={{ id }} search={{}}>
          {title}
        </Link>
      </h3>
      <p className="idea__who">
        {tell(unit.name)} · {year}
      </p>
      <p className="idea__decision">{decision}</p>
      {before !== null && after !== null && (
        <p className="idea__effect">
          <span className="numbers">
            {writeNumber(before, lang)} → <strong>{writeNumber(after, lang)}</strong> {measuredIn}
          </span>
          <span className="quiet">{measure}</span>
        </p>
      )}
      <p className="idea__marks">
        {reused > 0 && <Badge>{words.reused(reused)}</Badge>}
        {visibility === 'internal' && <Badge>{words.internal}</Badge>}
      </p>
    </article>
  )
}
