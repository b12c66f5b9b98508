// A stream that a screen wants is opened again when it ends or fails.
import { expect, it } from 'vitest'
import { followStream } from '../../../renderer/rpc/follow-stream.ts'

async function* numbers(values: number[], failure?: Error): AsyncGenerator<number> {
  yield* values
  if (failure) throw failure
}

it('opens again after an end and after a failure, waits longer each time, and reports both failing and healing', async () => {
  const stop = new AbortController()
  const seen: unknown[] = []
  const streams = [numbers([1, 2], new Error('lost')), numbers([]), numbers([3])]
  await followStream({
    open: async () => {
      const next = streams.shift()
      if (next) return next
      throw new Error('refused')
    },
    onEvent: (event) => seen.push(event),
    onError: (error) => seen.push(error === null ? 'healed' : (error as Error).message),
    signal: stop.signal,
    wait: async (ms) => {
      seen.push(`${ms} ms`)
      if (seen.length > 12) stop.abort()
    },
  })
  expect(seen).toEqual([
    1,
    2,
    'lost',
    '500 ms',
    '1000 ms',
    'healed',
    3,
    '500 ms',
    'refused',
    '1000 ms',
    'refused',
    '2000 ms',
    'refused',
    '5000 ms',
  ])
})

it('says nothing when it was stopped on purpose', async () => {
  const stop = new AbortController()
  const errors: unknown[] = []
  const following = followStream({
    open: async (signal) =>
      (async function* () {
        yield 1
        await new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('[AsyncIdQueue] Cannot access queue'))),
        )
      })(),
    onEvent: () => queueMicrotask(() => stop.abort()),
    onError: (error) => errors.push(error),
    signal: stop.signal,
    wait: async () => {},
  })
  await following
  expect(errors).toEqual([])
})
