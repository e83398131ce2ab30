/** Owns taking an idea over: a new draft of the reader's unit, with credit to where it came from. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { useMe } from '../../reporting/me.tsx'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../words/words.ts'

export function Reuse({ initiative }: { initiative: Answered['initiative']['get'] }) {
  const words = useWords().reporting.initiative
  const me = useMe()
  const navigate = useNavigate()
  const writes = me?.roles.some((role) => role === 'reporter' || role === 'head') ?? false
  const inbox = useQuery({ ...trpc.inbox.get.queryOptions({}), enabled: writes, staleTime: 60_000 })
  const begin = useMutation(trpc.initiative.begin.mutationOptions())
  const owed = inbox.data?.owed.filter(({ kind, unit }) => kind === 'initiative' && unit !== initiative.unit.id) ?? []
  const newest = [...owed].sort((a, b) => (a.period < b.period ? 1 : -1))[0]
  if (!newest || new Set(owed.map(({ unit }) => unit)).size > 5) return null
  const start = async () => {
    const made = await begin.mutateAsync({
      unit: newest.unit,
      year: Number(newest.period),
      inspiredBy: initiative.id,
    })
    await navigate({ to: '/initiatives/$id', params: made, search: {} })
  }
  return (
    <>
      <Button look="main" disabled={begin.isPending} onClick={() => void start().catch(() => undefined)}>
        {words.reuse}
      </Button>
      <WriteFault error={begin.error} />
    </>
  )
}
