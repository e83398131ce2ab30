/** Owns the way from an obligation into its task: one click. An initiative that nobody has begun is begun by it. */
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'

type Props = {
  owed: Answered['inbox']['get']['owed'][number]
  className: string
  children: ReactNode
  /** Says the same as the link before it: passed over by keyboard and reading. */
  beside?: boolean
}

export function TaskLink({ owed, className, children, beside = false }: Props) {
  const navigate = useNavigate()
  const begin = useMutation(trpc.initiative.begin.mutationOptions())
  const { kind, id, duty, unit, period, dataset } = owed
  const quiet = beside ? { tabIndex: -1, 'aria-hidden': true } : {}
  if (kind === 'initiative' && id === null) {
    const start = async () => {
      const made = await begin.mutateAsync({ unit, year: Number(period) })
      await navigate({ to: '/initiatives/$id', params: made, search: {} })
    }
    return (
      <button
        type="button"
        {...quiet}
        className={beside ? className : `${className} task__button`}
        disabled={begin.isPending}
        onClick={() => void start().catch(() => undefined)}
      >
        {children}
      </button>
    )
  }
  if (kind === 'initiative') {
    return (
      <Link {...quiet} className={className} to="/initiatives/$id" params={{ id: id! }} search={{}}>
        {children}
      </Link>
    )
  }
  if (kind === 'register') {
    return (
      <Link {...quiet} className={className} to="/registers" search={{ register: dataset, unit }}>
        {children}
      </Link>
    )
  }
  return (
    <Link {...quiet} className={className} to="/returns/$id" params={{ id: 'new' }} search={{ duty, unit, period }}>
      {children}
    </Link>
  )
}
