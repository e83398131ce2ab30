/** Owns the admin's page of people: who may come in, with what rights; made, changed, shut out, given a link. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { fold } from '@laban/shared'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { Empty, ErrorState, Loading } from '../../ui/states.tsx'
import { DataTable } from '../../ui/table.tsx'
import { useTell, useWords } from '../../words/words.ts'
import { DeputiesPart } from '../../reporting/deputies.tsx'
import { PersonForm } from './form.tsx'
import { PersonLink } from './link.tsx'
import './people.css'

type Person = Answered['person']['list'][number]

export function PeoplePage() {
  const { account } = useWords()
  const words = account.people
  const list = useQuery({ ...trpc.person.list.queryOptions({}), staleTime: 0 })
  const choices = useQuery(trpc.person.choices.queryOptions({}))
  const [typed, type] = useState('')
  const [edited, edit] = useState<Person | 'new' | null>(null)
  const error = list.error ?? choices.error
  if (error || !list.data || !choices.data)
    return <Page title={words.title}>{error ? <ErrorState error={error} /> : <Loading lines={8} />}</Page>
  const asked = fold(typed.trim())
  const found = list.data.filter(({ name, account: own }) => fold(`${name} ${own}`).includes(asked))
  const active = list.data.filter(({ disabled }) => disabled === null)
  return (
    <Page title={words.title} opening={words.opening(active.length, list.data.length - active.length)}>
      <div className="people__bar">
        <Field label={words.find}>
          <input type="search" value={typed} onChange={({ target }) => type(target.value)} />
        </Field>
        <Button look="main" onClick={() => edit('new')}>
          {words.add}
        </Button>
      </div>
      {edited !== null && (
        <PersonForm
          key={edited === 'new' ? 'new' : edited.id}
          person={edited === 'new' ? undefined : edited}
          choices={choices.data}
          onClose={() => edit(null)}
        />
      )}
      {found.length === 0 ? (
        <Empty title={words.none} />
      ) : (
        <People people={found} choices={choices.data} onEdit={edit} />
      )}
      <DeputiesPart />
    </Page>
  )
}

type Choices = Answered['person']['choices']

function People({ people, choices, onEdit }: { people: Person[]; choices: Choices; onEdit: (person: Person) => void }) {
  const { account } = useWords()
  const tell = useTell()
  const words = account.people
  const titles = new Map([...choices.units, ...choices.areas].map(({ id, name }) => [id, tell(name)]))
  const listed = (held: 'all' | string[], all: string) =>
    held === 'all' ? all : held.map((id) => titles.get(id) ?? id).join(', ') || words.nothing
  return (
    <DataTable
      caption={words.title}
      captionUnseen
      rows={people}
      rowId={({ id }) => id}
      columns={[
        {
          id: 'name',
          title: words.name,
          kind: 'head',
          cell: ({ name, account: own, disabled, demo, byPassword, byProvider }) => (
            <span className="people__name">
              <strong>{name}</strong>
              <span className="people__account">{own}</span>
              {disabled !== null && <Badge>{words.disabled}</Badge>}
              {!demo && disabled === null && !byPassword && !byProvider && <Badge>{words.noWay}</Badge>}
            </span>
          ),
        },
        { id: 'roles', title: words.roles, cell: ({ roles }) => roles.map((role) => account.roles[role]).join(', ') },
        { id: 'scope', title: words.scope, cell: ({ scope }) => listed(scope, words.allUnits) },
        {
          id: 'areas',
          title: words.areas,
          cell: ({ areas, roles }) => (roles.includes('leader') ? listed(areas, words.allAreas) : ''),
        },
        {
          id: 'clearance',
          title: words.clearance,
          cell: ({ clearance }) => (
            <span className="people__clearance">{clearance.map((one) => account.audiences[one]).join(', ')}</span>
          ),
        },
        {
          id: 'do',
          title: <span className="unseen">{words.actions}</span>,
          cell: (person) => <Actions person={person} onEdit={() => onEdit(person)} />,
        },
      ]}
    />
  )
}

function Actions({ person, onEdit }: { person: Person; onEdit: () => void }) {
  const { account } = useWords()
  const words = account.people
  const queries = useQueryClient()
  const [asking, ask] = useState(false)
  const disable = useMutation(
    trpc.person.disable.mutationOptions({
      onSuccess: async () => {
        ask(false)
        await queries.invalidateQueries(trpc.person.list.queryFilter())
      },
    }),
  )
  const seeAs = useMutation(trpc.session.seeAs.mutationOptions({ onSuccess: () => location.assign('/') }))
  const isOut = person.disabled !== null
  return (
    <div className="people__do">
      <Button onClick={onEdit} aria-label={`${words.edit}: ${person.name}`}>
        {words.edit}
      </Button>
      {!isOut && !person.demo && <PersonLink person={person} />}
      {!isOut && (
        <Button onClick={() => seeAs.mutate({ person: person.id })} aria-label={`${words.seeAs}: ${person.name}`}>
          {words.seeAs}
        </Button>
      )}
      {isOut || asking ? (
        <Button
          {...(isOut ? {} : { look: 'main' as const })}
          disabled={disable.isPending}
          onClick={() => disable.mutate({ id: person.id, disabled: !isOut })}
        >
          {isOut ? words.enable : words.disableSure}
        </Button>
      ) : (
        <Button onClick={() => ask(true)} aria-label={`${words.disable}: ${person.name}`}>
          {words.disable}
        </Button>
      )}
      <Refusal error={disable.error ?? seeAs.error} />
    </div>
  )
}
