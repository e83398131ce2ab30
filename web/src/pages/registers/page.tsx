/** Owns the page of registers: what units keep, what it lacks for the strategy, and its yearly confirmation. */
import type { RegisterId } from '@laban/shared'
import { rank, registerIds } from '@laban/shared'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { SelectField, TextField } from '../../reporting/field.tsx'
import { Instead, useMe } from '../../reporting/me.tsx'
import '../../reporting/reporting.css'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Empty, Stale } from '../../ui/states.tsx'
import { useTell, useWords } from '../../words/words.ts'
import { Entries } from './entries.tsx'
import { EntryForm } from './entry-form.tsx'
import './registers.css'
import { Roadmap } from './roadmap.tsx'
import { Shares } from './shares.tsx'

const route = getRouteApi('/registers')
type Register = Answered['register']['get']

export function RegistersPage() {
  const { registers: words } = useWords().reporting
  const search = route.useSearch()
  const me = useMe()
  const register: RegisterId = registerIds.find((one) => one === search['register']) ?? 'databases'
  const asked = useQuery({ ...trpc.register.get.queryOptions({ register }), staleTime: 0 })
  if (!asked.data) return <Instead title={words.title} asked={asked} signedIn={me !== null} />
  const { entries, year } = asked.data
  const units = new Set(entries.map(({ unit }) => unit.id)).size
  const confirmed = entries.filter((entry) => entry.confirmed >= year).length
  return (
    <Page title={words.title} opening={words.opening(entries.length, units, confirmed, year)}>
      {asked.isError && <Stale retry={() => void asked.refetch()} />}
      <nav className="views" aria-label={words.title}>
        {registerIds.map((one) => (
          <Link
            key={one}
            to="/registers"
            search={{ register: one }}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={one === register ? 'page' : undefined}
          >
            {words.names[one]}
          </Link>
        ))}
      </nav>
      <RegisterBody key={register} register={asked.data} />
    </Page>
  )
}

function RegisterBody({ register }: { register: Register }) {
  const { reporting } = useWords()
  const words = reporting.registers
  const tell = useTell()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const [form, setForm] = useState<string | null>(null)
  const set = (change: Record<string, string | undefined>) =>
    void navigate({ to: '.', search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false })
  const { q = '', unit = '', lacks } = search
  const share = register.shares.find(({ id }) => id === lacks)
  const found = register.entries.filter(
    (entry) =>
      (unit === '' || entry.unit.id === unit) &&
      (!share || entry.lacks.includes(share.id)) &&
      rank(q, `${entry.content['title'] ?? ''} ${tell(entry.unit.name)}`) !== undefined,
  )
  const units = [...new Map(register.entries.map((entry) => [entry.unit.id, entry.unit])).values()]
  if (unit && !units.some(({ id }) => id === unit)) {
    const own = register.units.find(({ id }) => id === unit)
    if (own) units.push(own)
  }
  const refresh = () => void queries.invalidateQueries(trpc.register.get.queryFilter({ register: register.register }))
  const own =
    register.units.find(({ id }) => id === unit) ?? (register.units.length === 1 ? register.units[0] : undefined)
  const edited = form === null || form === 'new' ? undefined : register.entries.find(({ id }) => id === form)
  return (
    <>
      <Shares register={register} chosen={share?.id} choose={(id) => set({ lacks: id })} />
      {register.units.length > 0 && form === null && (
        <Duties register={register} own={own?.id} add={() => setForm('new')} refresh={refresh} />
      )}
      {form !== null && (
        <EntryForm
          key={form}
          register={register}
          entry={edited}
          unit={edited?.unit.id ?? own?.id}
          close={() => setForm(null)}
          saved={() => {
            setForm(null)
            refresh()
          }}
        />
      )}
      {register.entries.length > 0 && (
        <search className="filters registers__filters">
          <TextField
            className="slot--search"
            type="search"
            title={words.find}
            value={q}
            onChange={(text) => set({ q: text || undefined })}
          />
          {units.length > 1 && (
            <SelectField
              title={reporting.unit}
              value={unit}
              blank={reporting.all}
              options={units.map(({ id, name }) => ({ id, title: tell(name) }))}
              onChange={(value) => set({ unit: value || undefined })}
            />
          )}
        </search>
      )}
      {share && (
        <p className="registers__lacking">
          {words.onlyLacking(tell(share.name))}{' '}
          <Button look="bare" onClick={() => set({ lacks: undefined })}>
            {words.clear}
          </Button>
        </p>
      )}
      {register.entries.length === 0 ? (
        <Empty title={words.empty}>
          <p>{words.emptyBody}</p>
        </Empty>
      ) : found.length === 0 ? (
        <Empty title={words.noMatch} />
      ) : (
        <Entries register={register} entries={found} edit={setForm} refresh={refresh} />
      )}
      <Roadmap register={register} />
    </>
  )
}

type DutiesProps = { register: Register; own: string | undefined; add: () => void; refresh: () => void }

/** What is to be done here this year: confirm what still stands, add what is missing, or say that there is nothing. */
function Duties({ register, own, add, refresh }: DutiesProps) {
  const words = useWords().reporting.registers
  const confirm = useMutation({ ...trpc.register.confirm.mutationOptions(), onSettled: refresh })
  const none = useMutation({ ...trpc.register.none.mutationOptions(), onSettled: refresh })
  const mine = register.entries.filter(({ unit, mayEdit }) => mayEdit && (own === undefined || unit.id === own))
  const open = mine.filter(({ confirmed }) => confirmed < register.year)
  const saidNone = own !== undefined && register.nones.includes(own)
  return (
    <div className="actions registers__duties">
      {open.length > 0 && (
        <Button
          look="main"
          disabled={confirm.isPending}
          onClick={() => confirm.mutate({ entries: open.map(({ id, version }) => ({ id, version })) })}
        >
          {words.confirmAll(open.length)}
        </Button>
      )}
      <Button {...(open.length > 0 ? {} : { look: 'main' as const })} onClick={add}>
        {words.add}
      </Button>
      {own !== undefined && mine.length === 0 && !saidNone && (
        <Button disabled={none.isPending} onClick={() => none.mutate({ register: register.register, unit: own })}>
          {words.none}
        </Button>
      )}
      {saidNone && mine.length === 0 && <span className="actions__say">{words.noneSaid(register.year)}</span>}
      <WriteFault error={confirm.error ?? none.error} />
    </div>
  )
}
