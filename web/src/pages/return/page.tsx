/** Owns the page of one return: typed by those who report, decided figure by figure by those who review. */
import { formatDay, formatPeriod } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { trpc } from '../../api.ts'
import { Instead, useMe, useWasSomebody } from '../../reporting/me.tsx'
import '../../reporting/reporting.css'
import { Page } from '../../ui/page.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { Edit } from './edit.tsx'
import { History } from './history.tsx'
import './return.css'
import { Review } from './review.tsx'
import type { Return } from './typing.ts'

const route = getRouteApi('/returns/$id')

export function ReturnPage() {
  const { id } = route.useParams()
  const { reporting } = useWords()
  const { duty = '', unit = '', period = '' } = route.useSearch()
  const me = useMe()
  const wasSomebody = useWasSomebody()
  const isNamed = id !== 'new'
  const place = useQuery({ ...trpc.return.place.queryOptions({ id }), enabled: isNamed })
  const where = isNamed ? place.data : { duty, unit, period }
  const asked = useQuery({
    ...trpc.return.get.queryOptions(where ?? { duty: '', unit: '', period: '' }),
    enabled: where !== undefined,
    staleTime: 0,
  })
  // Who writes is asked for beside the return, and drafts are by person.
  if (!asked.data || (asked.data.mayEdit && !wasSomebody))
    return (
      <Instead title={reporting.inbox.title} asked={isNamed && !place.data ? place : asked} signedIn={me !== null} />
    )
  const { duty: form, unit: reporter, period: of } = asked.data
  const key = `${form.id} ${reporter.id} ${of}`
  return <Found key={key} page={asked.data} refetch={async () => (await asked.refetch()).data} />
}

function Found({ page, refetch }: { page: Return; refetch: () => Promise<Return | undefined> }) {
  const { reporting } = useWords()
  const words = reporting.returns
  const tell = useTell()
  const lang = useLang()
  const { duty, unit, speaksOf, span, due } = page
  const title = `${tell(duty.title)}, ${formatPeriod(span, 'flow', lang)}`
  return (
    <Page title={title} opening={words.opening(tell(unit.name), formatDay(due, lang))}>
      <p className="return__about">
        <Link to="/inbox" search={{}} className="no-print">
          ← {reporting.inbox.title}
        </Link>
        {speaksOf.id !== unit.id && <span>{words.speaksOf(tell(speaksOf.name))}</span>}
        <span className="quiet">{tell(duty.basis)}</span>
      </p>
      {page.mayDecide ? <Review page={page} refetch={refetch} /> : <Edit page={page} refetch={refetch} />}
      <History page={page} />
    </Page>
  )
}
