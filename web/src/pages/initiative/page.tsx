/** Owns the page of one initiative: a form for those who write it, a sheet for all others. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { trpc } from '../../api.ts'
import { Instead, useMe, useWasSomebody } from '../../reporting/me.tsx'
import '../../reporting/reporting.css'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../words/words.ts'
import { Edit } from './edit.tsx'
import './initiative.css'
import { Sheet } from './sheet.tsx'

const route = getRouteApi('/initiatives/$id')

export function InitiativePage() {
  const { reporting } = useWords()
  const { id } = route.useParams()
  const search = route.useSearch()
  const me = useMe()
  const wasSomebody = useWasSomebody()
  const asked = useQuery({ ...trpc.initiative.get.queryOptions({ id }), staleTime: 0, refetchOnWindowFocus: false })
  const initiative = asked.data
  // Who writes is asked for beside the initiative, and drafts are by person.
  if (!initiative || (initiative.mayEdit && !wasSomebody))
    return <Instead title={reporting.initiatives.title} asked={asked} signedIn={me !== null} />
  const edits = initiative.mayEdit && search['view'] !== 'sheet'
  return (
    <Page title={initiative.content.title || reporting.initiatives.untitled} titleUnseen>
      <p className="no-print initiative__back">
        <Link to="/initiatives" search={{}}>
          ← {reporting.back}
        </Link>
      </p>
      {edits ? (
        <Edit key={`${id} ${initiative.state}`} initiative={initiative} refetch={() => void asked.refetch()} />
      ) : (
        <Sheet key={initiative.version} initiative={initiative} refetch={() => void asked.refetch()} />
      )}
    </Page>
  )
}
