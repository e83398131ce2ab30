/**
 * Owns the release in force: watches the store, opens a new release beside the old one, warms it and swaps. Whoever entered on the
 * old one finishes there; it is closed when the last has left. A release that cannot be opened is logged, and the old one stays.
 */
import type { Catalogue } from '@laban/shared'
import type { Desk, DeskLimits } from './ask.ts'
import { openDesk } from './ask.ts'
import type { Extracts } from './extract/extracts.ts'
import type { Parcels } from './extract/parcels.ts'
import { createParcels } from './extract/parcels.ts'
import type { Fast } from './fast.ts'
import { createFast } from './fast.ts'
import type { Log } from './log.ts'
import type { Queue } from './queue.ts'
import type { Store } from './store/store.ts'
import type { Opened } from './warehouse/open.ts'
import { openCurrent, openRelease } from './warehouse/open.ts'
import { clearShelves } from './warehouse/shelf.ts'
import type { Warehouse } from './warehouse/warehouse.ts'
import { startWatch } from './watch.ts'

/** One open release with everything that was made from it. */
export type Room = {
  id: string
  catalogue: Catalogue
  desk: Desk
  fast: Fast
  warehouse: Warehouse
  parcels: Parcels
  /** Requests that are being answered from it now. */
  inside: number
}

export type House = {
  /** The room that new requests are answered from; for a moment's look, not to be kept. */
  room(): Room
  /** Holds the present room open until `leave`. */
  enter(): { room: Room; leave: () => void }
  /** Called with the release's id after each swap. Returns what ends it. */
  onSwap(listener: (release: string) => void): () => void
  /** Asks the engine and the store a real question each. Returns what is wrong in words; empty: ready. */
  faults(): Promise<string[]>
  /** Stops watching, waits for those inside, closes the room. The store is the caller's. */
  close(): Promise<void>
}

export type HouseOptions = {
  dataDir: string
  store: Store
  queue: Queue
  log: Log
  limits: DeskLimits
  extracts: Extracts
  /** Makes ready what will be asked first. A new release is put in force only when that is done, and not at all if it fails. */
  warm: (room: Room) => Promise<void>
  /** Makes ready what is asked later, once those who wait for a new release have it. */
  warmMore: (room: Room) => Promise<void>
  /** How often the store is asked whether anything was written. */
  watchMs?: number
  /** Milliseconds after which a release that could not be opened is tried again. */
  againMs: number
}

type Held = Room & { shelves: readonly string[]; retired: boolean }

/** Milliseconds after which open pages have asked for what they need of a new release. */
const restMs = 1500

export async function openHouse({
  dataDir,
  store,
  queue,
  log,
  limits,
  extracts,
  warm,
  warmMore,
  watchMs = 50,
  againMs,
}: HouseOptions): Promise<House> {
  const listeners = new Set<(release: string) => void>()
  const closing = new Set<Promise<void>>()

  const furnish = ({ warning, unshelved, ...opened }: Opened): Held => {
    const { catalogue, warehouse } = opened
    const { id } = catalogue.release
    if (warning) log.error({ release: id, instead: warning.release, reason: warning.reason }, 'older release opened')
    if (unshelved) log.warn({ err: unshelved, release: id }, 'tables stand in memory, their shelf could not be written')
    const { rows, files, shelves } = opened
    const desk = openDesk(opened, queue, limits, extracts)
    const parcels = createParcels({ dataDir, catalogue, rows, files })
    return { id, catalogue, desk, fast: createFast(id), warehouse, parcels, shelves, inside: 0, retired: false }
  }

  // Before opening: what is written meanwhile moves the counter and is seen at the first look.
  let seen = store.changes()
  let current = furnish(await openCurrent(dataDir, store))
  clearShelves(dataDir, new Set(current.shelves))

  const shut = (room: Held): void => {
    const closed = room.desk
      .settled()
      .then(() => room.warehouse.close())
      .then(() => log.info({ release: room.id }, 'release closed'))
      .catch((error: unknown) => log.error({ err: error, release: room.id }, 'release could not be closed'))
      .finally(() => closing.delete(closed))
    closing.add(closed)
  }

  const retire = (room: Held): void => {
    room.retired = true
    if (room.inside === 0) shut(room)
  }

  const leave = (room: Held): void => {
    room.inside--
    if (room.retired && room.inside === 0) shut(room)
  }

  /** Whoever works in a room keeps it open. */
  const follow = (room: Held): void => {
    const begin = (): void => {
      if (room.retired) return
      room.inside++
      void warmMore(room)
        .catch((error: unknown) => log.warn({ err: error, release: room.id }, 'not all was made ahead'))
        .finally(() => leave(room))
    }
    setTimeout(begin, restMs).unref()
  }

  // At the start nobody is served from an older release meanwhile, so that those who come first wait no longer by joining in.
  const firstWarm = warm(current).then(
    () => follow(current),
    (error: unknown) => log.error({ err: error, release: current.id }, 'warming failed'),
  )

  let againAt = Number.POSITIVE_INFINITY

  async function look(): Promise<void> {
    const changes = store.changes()
    if (changes === seen && Date.now() < againAt) return
    // Set before anything is asked: what is written meanwhile is seen at the next look.
    seen = changes
    againAt = Number.POSITIVE_INFINITY
    try {
      await swap()
    } catch (error) {
      // A busy machine or disk may do better in a while.
      againAt = Date.now() + againMs
      throw error
    }
  }

  async function swap(): Promise<void> {
    const row = await store.currentRelease()
    if (!row || row.id === current.id) return
    const begun = performance.now()
    const next = furnish(await openRelease(dataDir, row.id, store))
    try {
      await warm(next)
    } catch (error) {
      retire(next)
      throw error
    }
    const old = current
    current = next
    log.info({ release: next.id, was: old.id, ms: Math.round(performance.now() - begun) }, 'release in force')
    for (const listener of listeners) listener(next.id)
    retire(old)
    // Those of the release before stay: the way back is short.
    clearShelves(dataDir, new Set([...old.shelves, ...next.shelves]))
    follow(next)
  }

  const watch = startWatch(look, watchMs, (error) =>
    log.error({ err: error, release: current.id }, 'new release refused, the present one stays'),
  )

  return {
    room: () => current,
    enter() {
      const room = current
      let left = false
      room.inside++
      return {
        room,
        leave: () => {
          if (left) return
          left = true
          leave(room)
        },
      }
    },
    onSwap(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async faults() {
      const { warehouse } = current
      const [engine, kept] = await Promise.allSettled([
        warehouse.query('SELECT count(*) AS "units" FROM "dim_unit"', [], { timeoutMs: limits.timeoutMs }),
        store.currentRelease(),
      ])
      return [
        { name: 'engine', asked: engine },
        { name: 'store', asked: kept },
      ].flatMap(({ name, asked }) => {
        if (asked.status === 'fulfilled') return []
        log.error({ err: asked.reason as unknown }, `the ${name} does not answer`)
        return [`the ${name} does not answer`]
      })
    },
    async close() {
      await Promise.all([firstWarm, watch.stop()])
      retire(current)
      while (closing.size > 0) await Promise.all(closing)
    },
  }
}
