/** Owns the view of the year's duty: which units still owe an initiative, by level. */
import type { UnitLevel } from '@laban/shared'
import { localLevels } from '@laban/shared'
import { getRouteApi } from '@tanstack/react-router'
import type { Answered } from '../../api.ts'
import { SelectField } from '../../reporting/field.tsx'
import { StateMark } from '../../reporting/mark.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { useTell, useWords } from '../../words/words.ts'

const route = getRouteApi('/initiatives')
type Coverage = Answered['initiative']['coverage']
type Unit = Coverage['units'][number]

const isLocal = (level: UnitLevel) => (localLevels as readonly string[]).includes(level)

export function CoverageView({ coverage }: { coverage: Coverage }) {
  const { reporting } = useWords()
  const words = reporting.initiatives
  const navigate = route.useNavigate()
  const groups = (['department', 'local', 'other'] as const).map((kind) => ({
    kind,
    units: coverage.units.filter(({ level }) =>
      kind === 'department'
        ? level === 'department'
        : kind === 'local'
          ? isLocal(level)
          : level !== 'department' && !isLocal(level),
    ),
  }))
  return (
    <>
      <div className="filters">
        <SelectField
          title={reporting.year}
          value={String(coverage.year)}
          options={coverage.years.map((year) => ({ id: String(year), title: String(year) }))}
          onChange={(year) =>
            void navigate({ to: '.', search: (now) => ({ ...now, year }), replace: true, resetScroll: false })
          }
        />
      </div>
      {groups
        .filter(({ units }) => units.length > 0)
        .map(({ kind, units }) => (
          <GroupOf key={kind} title={words.kinds[kind]} units={units} />
        ))}
    </>
  )
}

function GroupOf({ title, units }: { title: string; units: readonly Unit[] }) {
  const words = useWords().reporting.initiatives
  const met = units.filter(({ state }) => state === 'recognised')
  const missing = units.filter(({ state }) => state !== 'recognised')
  return (
    <section className="part">
      <h2>
        {title} <span className="quiet coverage__of">{words.coverage(met.length, units.length)}</span>
      </h2>
      <meter className="coverage__bar" min={0} max={units.length} value={met.length} aria-label={title} />
      {missing.length > 0 && (
        <Disclosure title={words.missing(missing.length)} open={missing.length <= 60}>
          <Names units={missing} marked />
        </Disclosure>
      )}
      {met.length > 0 && (
        <Disclosure title={words.met(met.length)}>
          <Names units={met} />
        </Disclosure>
      )}
    </section>
  )
}

function Names({ units, marked = false }: { units: readonly Unit[]; marked?: boolean }) {
  const tell = useTell()
  return (
    <ul className="coverage__units">
      {units.map(({ id, name, state }) => (
        <li key={id}>
          <a href={`/units?unit=${id}`}>{tell(name)}</a>
          {marked && state !== 'none' && <StateMark state={state} />}
        </li>
      ))}
    </ul>
  )
}
