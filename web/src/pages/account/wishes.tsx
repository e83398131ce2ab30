/** Owns how one wants to be told: by mail or not, to which address, in which language. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { useWords } from '../../words/words.ts'

export function Wishes() {
  const { notices } = useWords()
  const words = notices.mail
  const { data } = useQuery({ ...trpc.notice.wishes.queryOptions({}), staleTime: 0 })
  if (!data) return null
  return (
    <section aria-labelledby="wishes">
      <h2 id="wishes">{words.title}</h2>
      {data.mails ? <WishesForm wishes={data} /> : <p className="quiet">{words.none}</p>}
    </section>
  )
}

function WishesForm({ wishes }: { wishes: Answered['notice']['wishes'] }) {
  const { notices } = useWords()
  const words = notices.mail
  const queries = useQueryClient()
  const { wanted, mail, language, reaches } = wishes
  const [typed, type] = useState({ wanted, mail, language })
  const change = (part: Partial<typeof typed>) => type({ ...typed, ...part })
  const choose = useMutation(
    trpc.notice.choose.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.notice.wishes.queryFilter()),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    choose.mutate(typed)
  }
  return (
    <form className="form" onSubmit={submit}>
      <label className="choice">
        <input type="checkbox" checked={typed.wanted} onChange={({ target }) => change({ wanted: target.checked })} />
        <span>{words.wanted}</span>
        <span className="choice__about">{words.about}</span>
      </label>
      {typed.wanted && (
        <>
          <Field label={words.address} about={words.addressAbout}>
            <input
              type="email"
              autoComplete="email"
              value={typed.mail}
              onChange={({ target }) => change({ mail: target.value })}
            />
          </Field>
          <Field label={words.language}>
            <select
              value={typed.language}
              onChange={({ target }) => change({ language: target.value === 'en' ? 'en' : 'vi' })}
            >
              <option value="vi">{words.languages.vi}</option>
              <option value="en">{words.languages.en}</option>
            </select>
          </Field>
          <p className="form__about">{reaches === null ? words.nowhere : words.reaches(reaches)}</p>
        </>
      )}
      <Refusal error={choose.error} />
      <output>{choose.isSuccess && words.kept}</output>
      <Button type="submit" disabled={choose.isPending}>
        {words.keep}
      </Button>
    </form>
  )
}
