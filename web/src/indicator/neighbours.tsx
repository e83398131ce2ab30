/** Owns the way to the indicators before and after this one in its group. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sharedOf } from '../address.ts'
import { trpc } from '../api.ts'
import type { Scene } from './scene.ts'

export function Neighbours({ scene: { about, words, lang } }: { scene: Scene }) {
  const asked = useQuery(trpc.catalogue.list.queryOptions({ city: about.city.id }))
  const group = asked.data?.indicators.filter((entry) => entry.group === about.indicator.group) ?? []
  const here = group.findIndex(({ id }) => id === about.indicator.id)
  const beside = [
    { label: words.previousIndicator, entry: group[here - 1] },
    { label: words.nextIndicator, entry: here < 0 ? undefined : group[here + 1] },
  ]
  return (
    <nav className="neighbours no-print" aria-label={words.groups[about.indicator.group]}>
      {beside.map(({ label, entry }) => {
        if (!entry) return <span key={label} />
        const [domain, name] = entry.id.split('/') as [string, string]
        return (
          <Link key={label} to="/indicators/$domain/$name" params={{ domain, name }} search={(now) => sharedOf(now)}>
            <span className="quiet small">{label}</span>
            <span>{entry.name[lang]}</span>
          </Link>
        )
      })}
    </nav>
  )
}
