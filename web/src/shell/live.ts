/** Owns the wire on which the server says that a new release is in force. Silence is normal; nothing is polled. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

export type Live = { fresh: boolean; lost: boolean }

/** Long enough to be read twice. */
const noticeMs = 8000
/** A short break in the wire is nobody's business. */
const lostAfterMs = 5000

/** Invalidates every answer when another release than the present one is announced. */
export function useLive(): Live {
  const queries = useQueryClient()
  const [fresh, setFresh] = useState(false)
  const [lost, setLost] = useState(false)
  useEffect(() => {
    let known: string | undefined
    let notice: ReturnType<typeof setTimeout> | undefined
    let loss: ReturnType<typeof setTimeout> | undefined
    const wire = new EventSource('/events')
    const onRelease = (event: MessageEvent<string>) => {
      const { id } = JSON.parse(event.data) as { id: string }
      if (known !== undefined && known !== id) {
        void queries.invalidateQueries()
        setFresh(true)
        clearTimeout(notice)
        notice = setTimeout(() => setFresh(false), noticeMs)
      }
      known = id
    }
    const onOpen = () => {
      clearTimeout(loss)
      loss = undefined
      setLost(false)
    }
    const onError = () => {
      loss ??= setTimeout(() => setLost(true), lostAfterMs)
    }
    wire.addEventListener('release', onRelease)
    wire.addEventListener('open', onOpen)
    wire.addEventListener('error', onError)
    return () => {
      clearTimeout(notice)
      clearTimeout(loss)
      wire.close()
    }
  }, [queries])
  return { fresh, lost }
}
