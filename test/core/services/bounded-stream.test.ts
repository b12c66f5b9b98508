import { getEventMeta } from '@orpc/client'
import { expect, it } from 'vitest'
import { STREAM_WINDOW } from '../../../core/contract/stream-window.ts'
import { bounded, StreamCredits } from '../../../core/services/bounded-stream.ts'
import { settle } from '../../support/fake-time.ts'

function open() {
  const source = { pulled: 0, isClosed: false }
  async function* events(): AsyncGenerator<{ n: number }, void> {
    try {
      for (;;) yield { n: ++source.pulled }
    } finally {
      source.isClosed = true
    }
  }
  const credits = new StreamCredits()
  const stop = new AbortController()
  const stream = bounded(events(), credits, stop.signal)
  const ids: string[] = []
  const pump = (async () => {
    for await (const event of stream) ids.push(getEventMeta(event)!.id!)
  })()
  return { source, credits, stop, pump, ids }
}

it('numbers its events, and stops pulling its source at a window of unacknowledged ones', async () => {
  const { source, ids, credits, stop, pump } = open()
  await settle()
  expect([source.pulled, ids[0], ids.at(-1)]).toEqual([STREAM_WINDOW, '1:1', `1:${STREAM_WINDOW}`])
  credits.acknowledge('1', 3)
  await settle()
  expect(source.pulled).toBe(STREAM_WINDOW + 3)
  stop.abort()
  await pump
})

it('does not believe a reader that acknowledges more than was sent, or less than before', async () => {
  const { source, credits, stop, pump } = open()
  await settle()
  credits.acknowledge('1', 1_000_000)
  await settle()
  expect(source.pulled).toBe(2 * STREAM_WINDOW)
  credits.acknowledge('1', 1)
  credits.acknowledge('2', 5)
  await settle()
  expect(source.pulled).toBe(2 * STREAM_WINDOW)
  stop.abort()
  await pump
})

it('ends its source when it is aborted while it waits for its reader', async () => {
  const { source, credits, stop, pump } = open()
  await settle()
  expect(credits.size).toBe(1)
  stop.abort()
  await pump
  expect([source.isClosed, credits.size]).toEqual([true, 0])
})

it('ends with its source, and passes on its failure', async () => {
  const credits = new StreamCredits()
  async function* failing(): AsyncGenerator<object, void> {
    yield {}
    throw new Error('the source failed')
  }
  const stream = bounded(failing(), credits, new AbortController().signal)
  await stream.next()
  await expect(stream.next()).rejects.toThrow('the source failed')
  expect(credits.size).toBe(0)
})
