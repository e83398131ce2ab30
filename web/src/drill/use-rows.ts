/** Owns when the rows are brought here, and what the reader is told meanwhile. A weak device is left in peace. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Brought } from './bring.ts'
import { isStrongEnough } from './device.ts'
import type { Model } from './model.ts'
import type { Session } from './session.ts'

export type RowsState =
  | { kind: 'idle' }
  /** Of the bytes; null: the server is making the extract ready. */
  | { kind: 'loading'; share: number | null }
  | { kind: 'here'; brought: Brought }
  | { kind: 'cancelled' }
  | { kind: 'failed'; fault: unknown }
  /** The device cannot hold an engine: the server answers. */
  | { kind: 'server' }

export type RowsHere = { state: RowsState; begin: () => void; cancel: () => void }

export function useRows(
  model: Model,
  session: Session | null,
  below: { indicator: string; city: string; asOf?: string },
): RowsHere {
  const queries = useQueryClient()
  const [state, setState] = useState<RowsState>(() => (isStrongEnough() ? { kind: 'idle' } : { kind: 'server' }))
  const control = useRef<AbortController>(null)
  const begin = useCallback(() => {
    if (!session || control.current || !isStrongEnough()) return
    const mine = new AbortController()
    control.current = mine
    setState({ kind: 'loading', share: null })
    const job = {
      model,
      cube: session.cube,
      below,
      queries,
      signal: mine.signal,
      onProgress: (share: number) => !mine.signal.aborted && setState({ kind: 'loading', share }),
    }
    void import('./bring.ts')
      .then(({ bringRows }) => bringRows(job))
      .then(
        (brought) => !mine.signal.aborted && setState({ kind: 'here', brought }),
        (fault: unknown) => !mine.signal.aborted && setState({ kind: 'failed', fault }),
      )
  }, [below, model, queries, session])
  const cancel = useCallback(() => {
    control.current?.abort()
    control.current = null
    setState({ kind: 'cancelled' })
  }, [])
  useEffect(() => () => control.current?.abort(), [])
  return { state, begin, cancel }
}
