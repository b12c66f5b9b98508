import { afterEach, expect, it } from 'vitest'
import { systemTimers } from '../../../core/base/timers.ts'
import { type WorkerLimits, WorkerThread } from '../../../core/scan/worker-thread.ts'

const ANSWERING = `
import { parentPort, workerData } from 'node:worker_threads'
parentPort.on('message', (question) => {
  Atomics.store(workerData.progress, 0, question.item ?? -1)
  if (question.hang) for (;;);
  if (question.die) process.exit(3)
  parentPort.postMessage(question.bug ? { bug: question.bug } : { answer: [workerData.data, question.ask, process.env.HOME ?? 'no environment'] })
})`

const threads: WorkerThread<string, object, unknown>[] = []
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.end())))

function thread(limits: WorkerLimits = { itemMs: null, memoryMb: 256 }): WorkerThread<string, object, unknown> {
  const made = new WorkerThread<string, object, unknown>(new URL(`data:text/javascript,${encodeURIComponent(ANSWERING)}`), 'data', limits, systemTimers)
  threads.push(made)
  return made
}

it('answers in the order of the questions, with what it was started with and no environment', async () => {
  const asked = thread()
  expect(await Promise.all([1, 2, 3].map((ask) => asked.ask({ ask })))).toEqual([1, 2, 3].map((ask) => ['data', ask, 'no environment']))
})

it('a bug of the worker rejects its question only', async () => {
  const asked = thread()
  const [bug, answer] = await Promise.allSettled([asked.ask({ bug: 'no such thing' }), asked.ask({ ask: 1 })])
  expect([bug.status, answer.status]).toEqual(['rejected', 'fulfilled'])
})

it('one that stays with an item for too long is ended, and says with which', async () => {
  const asked = thread({ itemMs: 100, memoryMb: 256 })
  await expect(asked.ask({ item: 7, hang: true })).rejects.toMatchObject({ reason: 'took too long', item: 7 })
  await expect(asked.ask({ ask: 1 })).rejects.toMatchObject({ reason: 'took too long' })
  expect(asked.isStopped).toBe(true)
})

it('one that ends by itself fails what it was asked', async () => {
  await expect(thread().ask({ die: true })).rejects.toMatchObject({ reason: 'ended' })
})

it('ending it fails what is under way', async () => {
  const asked = thread()
  const [asking] = await Promise.allSettled([asked.ask({ hang: true }), asked.end()])
  expect(asking).toMatchObject({ status: 'rejected', reason: { reason: 'ended' } })
})
