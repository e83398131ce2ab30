import { Failure } from '@laban/shared'
import { expect, test } from 'vitest'
import { createQueue } from './queue.ts'

const limits = { slots: 2, waiting: 100, waitingPerLane: 50, patienceMs: 10_000 }

/** Jobs that end when told, in the order in which they began. */
function stage() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const job = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name)
      ends.set(name, () => resolve(name))
    })
  const end = async (name: string) => {
    ends.get(name)!()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { begun, job, end }
}

test('never more jobs in flight than slots', async () => {
  const queue = createQueue(limits)
  let flying = 0
  let most = 0
  const job = async () => {
    most = Math.max(most, ++flying)
    await new Promise((resolve) => setTimeout(resolve, 1))
    flying--
  }
  await Promise.all(Array.from({ length: 40 }, (_, i) => queue.run(`lane ${i % 3}`, job)))
  expect(most).toBe(2)
  expect(queue.waiting()).toBe(0)
})

test('one who asks once is served after one job of one who asked many times before', async () => {
  const queue = createQueue({ ...limits, slots: 1 })
  const { begun, job, end } = stage()
  const all = ['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => queue.run(name[0]!, job(name)))
  await end('a1')
  await end('a2')
  await end('b1')
  await end('a3')
  await end('a4')
  await Promise.all(all)
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4'])
})

test('a job that fails frees its slot', async () => {
  const queue = createQueue({ ...limits, slots: 1 })
  const first = queue.run('a', () => Promise.reject(new Error('broken')))
  const second = queue.run('a', () => Promise.resolve(2))
  await expect(first).rejects.toThrow('broken')
  await expect(second).resolves.toBe(2)
})

test('beyond the length of the queue, and of one lane, a question is refused as busy', async () => {
  const queue = createQueue({ slots: 1, waiting: 2, waitingPerLane: 1, patienceMs: 10_000 })
  const { job, end } = stage()
  const held = queue.run('a', job('a1'))
  const waits = [queue.run('a', job('a2')), queue.run('b', job('b1'))]
  await expect(queue.run('a', job('a3'))).rejects.toMatchObject({ code: 'engine/busy' })
  await expect(queue.run('c', job('c1'))).rejects.toThrow(Failure)
  await end('a1')
  await end('a2')
  await end('b1')
  await Promise.all([held, ...waits])
})

test('who waits longer than its patience is refused, and is not run later', async () => {
  const queue = createQueue({ ...limits, slots: 1, patienceMs: 5 })
  const { begun, job, end } = stage()
  const held = queue.run('a', job('a1'))
  await expect(queue.run('a', job('a2'))).rejects.toMatchObject({ code: 'engine/busy' })
  await end('a1')
  await held
  expect(begun).toEqual(['a1'])
})

test('who leaves while waiting is not run', async () => {
  const queue = createQueue({ ...limits, slots: 1 })
  const { begun, job, end } = stage()
  const held = queue.run('a', job('a1'))
  const leaving = new AbortController()
  const left = queue.run('b', job('b1'), leaving.signal)
  leaving.abort(new Error('gone'))
  await expect(left).rejects.toThrow('gone')
  await end('a1')
  await held
  await expect(queue.run('b', () => Promise.resolve('b2'))).resolves.toBe('b2')
  expect(begun).toEqual(['a1'])
})
