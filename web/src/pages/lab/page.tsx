/** Owns the lab page: who may use it, on which devices, over which tables. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { trpc, troubleOf } from '../../api.ts'
import { isStrongEnough } from '../../drill/device.ts'
import type { Parcel } from '../../lab/bench.ts'
import { Desk } from '../../lab/desk.tsx'
import { tableOf } from '../../lab/table.ts'
import { Page } from '../../ui/page.tsx'
import { Empty, ErrorState, Loading } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import '../../map/map.css'
import '../../lab/lab.css'

export function LabPage() {
  const { lab } = useWords()
  const list = useQuery(trpc.lab.tables.queryOptions({}))
  const queries = useQueryClient()
  const prepare = useCallback(
    async (name: string, signal: AbortSignal): Promise<Parcel> => {
      const parcel = await queries.fetchQuery({ ...trpc.lab.parcel.queryOptions({ table: name }), staleTime: 0 })
      signal.throwIfAborted()
      return { name, ...parcel }
    },
    [queries],
  )
  const tables = useMemo(
    () => (list.data?.tables ?? []).map(({ dataset, rows }) => tableOf(dataset, rows)),
    [list.data],
  )
  const datasets = useMemo(
    () => (list.data?.tables ?? []).filter(({ reference }) => !reference).map(({ dataset }) => dataset),
    [list.data],
  )
  if (!isStrongEnough()) {
    return (
      <Page title={lab.title}>
        <Empty title={lab.weak.title}>
          <p>{lab.weak.body}</p>
          <p className="state__actions">
            <Link className="button" to="/indicators">
              {lab.weak.indicators}
            </Link>
            <a className="button" href="/api/v1/openapi.json">
              {lab.weak.api}
            </a>
          </p>
        </Empty>
      </Page>
    )
  }
  if (list.error && !list.data) {
    const isDenied = troubleOf(list.error).code === 'access/denied'
    return (
      <Page title={lab.title}>
        {isDenied ? (
          <Empty title={lab.denied}>
            <p>{lab.deniedBody}</p>
          </Empty>
        ) : (
          <ErrorState error={list.error} retry={() => void list.refetch()} />
        )}
      </Page>
    )
  }
  return (
    <Page title={lab.title}>
      <p className="small quiet lab__help">
        {lab.opening} <br />
        {lab.help}
      </p>
      {list.data ? (
        <Desk tables={tables} datasets={datasets} release={list.data.release} prepare={prepare} />
      ) : (
        <Loading lines={9} />
      )}
    </Page>
  )
}
