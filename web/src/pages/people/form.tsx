/** Owns the form of one person: what they are called, and what they may see and do. */
import type { Audience, Role, Words } from '@laban/shared'
import { audiences, fold, roles } from '@laban/shared'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { useTell, useWords } from '../../words/words.ts'

type Person = Answered['person']['list'][number]
type Choices = Answered['person']['choices']
type Held = Exclude<Role, 'public'>

const held = roles.filter((role): role is Held => role !== 'public')
const most = 8

export function PersonForm({
  person,
  choices,
  onClose,
}: {
  person: Person | undefined
  choices: Choices
  onClose: () => void
}) {
  const { account, shell } = useWords()
  const words = account.people
  const queries = useQueryClient()
  const [typed, setTyped] = useState({
    name: person?.name ?? '',
    account: person?.account ?? '',
    claim: person?.claim ?? '',
    roles: (person?.roles ?? []) as Held[],
    scope: person?.scope ?? ([] as 'all' | string[]),
    areas: person?.areas ?? 'all',
    clearance: person?.clearance ?? (['public', 'internal'] as Audience[]),
  })
  const change = (part: Partial<typeof typed>) => setTyped({ ...typed, ...part })
  const onSuccess = async () => {
    await queries.invalidateQueries(trpc.person.list.queryFilter())
    onClose()
  }
  const create = useMutation(trpc.person.create.mutationOptions({ onSuccess }))
  const keep = useMutation(trpc.person.change.mutationOptions({ onSuccess }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (person) keep.mutate({ id: person.id, revision: person.revision, ...typed })
    else create.mutate(typed)
  }
  const toggle = <T,>(list: readonly T[], one: T): T[] =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one]
  return (
    <form className="people__form" onSubmit={submit} aria-label={person ? words.editTitle(person.name) : words.add}>
      <h2>{person ? words.editTitle(person.name) : words.add}</h2>
      <div className="people__parts">
        <div className="people__part">
          <Field label={words.name}>
            <input required value={typed.name} onChange={({ target }) => change({ name: target.value })} />
          </Field>
          <Field label={words.account} about={words.accountAbout}>
            <input
              required
              minLength={3}
              autoCapitalize="none"
              spellCheck={false}
              value={typed.account}
              onChange={({ target }) => change({ account: target.value })}
            />
          </Field>
          {choices.provider !== null && (
            <Field label={words.claim(choices.provider)} about={words.claimAbout}>
              <input value={typed.claim} onChange={({ target }) => change({ claim: target.value })} />
            </Field>
          )}
          <fieldset className="choices">
            <legend>{words.clearance}</legend>
            {audiences.map((one) => (
              <label key={one} className="choice">
                <input
                  type="checkbox"
                  checked={typed.clearance.includes(one)}
                  disabled={one === 'public'}
                  onChange={() => change({ clearance: toggle(typed.clearance, one) })}
                />
                <span>{account.audiences[one]}</span>
                <span className="choice__about">{account.audiencesAbout[one]}</span>
              </label>
            ))}
          </fieldset>
        </div>
        <fieldset className="choices people__part">
          <legend>{words.roles}</legend>
          {held.map((one) => (
            <label key={one} className="choice">
              <input
                type="checkbox"
                checked={typed.roles.includes(one)}
                onChange={() => change({ roles: toggle(typed.roles, one) })}
              />
              <span>{account.roles[one]}</span>
              <span className="choice__about">{account.rolesAbout[one]}</span>
            </label>
          ))}
        </fieldset>
        <div className="people__part">
          <Several
            title={words.scope}
            about={words.scopeAbout}
            all={words.allUnits}
            find={words.findUnit}
            things={choices.units}
            chosen={typed.scope}
            onChoose={(scope) => change({ scope })}
          />
          {typed.roles.includes('leader') && (
            <Several
              title={words.areas}
              about={words.areasAbout}
              all={words.allAreas}
              find={words.findArea}
              things={choices.areas}
              chosen={typed.areas}
              onChoose={(areas) => change({ areas })}
            />
          )}
        </div>
      </div>
      <Refusal error={create.error ?? keep.error} />
      <div className="people__do">
        <Button
          type="submit"
          look="main"
          disabled={create.isPending || keep.isPending || typed.roles.length === 0 || typed.scope.length === 0}
        >
          {person ? words.keep : words.create}
        </Button>
        <Button onClick={onClose}>{shell.filters.close}</Button>
        {(typed.roles.length === 0 || typed.scope.length === 0) && <span className="form__about">{words.missing}</span>}
      </div>
    </form>
  )
}

type SeveralProps = {
  title: string
  about: string
  all: string
  find: string
  things: readonly { id: string; name: Words; note: string | null }[]
  chosen: 'all' | string[]
  onChoose: (chosen: 'all' | string[]) => void
}

/** Everything, or some of a long list: found by typing, without marks if one likes. */
function Several({ title, about, all, find, things, chosen, onChoose }: SeveralProps) {
  const tell = useTell()
  const { account } = useWords()
  const [typed, type] = useState('')
  const asked = fold(typed.trim())
  const list = chosen === 'all' ? [] : chosen
  const found =
    asked === '' ? [] : things.filter(({ id, name }) => !list.includes(id) && fold(tell(name)).includes(asked))
  const nameOf = (id: string) => {
    const thing = things.find((one) => one.id === id)
    return thing ? tell(thing.name) : id
  }
  return (
    <fieldset className="choices">
      <legend>{title}</legend>
      <label className="choice">
        <input type="checkbox" checked={chosen === 'all'} onChange={() => onChoose(chosen === 'all' ? [] : 'all')} />
        <span>{all}</span>
        <span className="choice__about">{about}</span>
      </label>
      {chosen !== 'all' && (
        <>
          <ul className="chips">
            {list.map((id) => (
              <li key={id}>
                <button
                  type="button"
                  className="chip"
                  aria-label={account.people.remove(nameOf(id))}
                  onClick={() => onChoose(list.filter((other) => other !== id))}
                >
                  {nameOf(id)} <Icon name="close" size={12} />
                </button>
              </li>
            ))}
          </ul>
          <Field label={find}>
            <input type="search" value={typed} onChange={({ target }) => type(target.value)} />
          </Field>
          {asked !== '' && (
            <ul className="people__found">
              {found.slice(0, most).map(({ id, name, note }) => (
                <li key={id}>
                  <button
                    type="button"
                    onClick={() => {
                      onChoose([...list, id])
                      type('')
                    }}
                  >
                    {tell(name)}
                    {note !== null && <span>{account.people.until(note)}</span>}
                  </button>
                </li>
              ))}
              {found.length === 0 && <li>{account.people.noneFound}</li>}
              {found.length > most && <li>{account.people.more(found.length - most)}</li>}
            </ul>
          )}
        </>
      )}
    </fieldset>
  )
}
