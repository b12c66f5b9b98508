import { describe, expect, it } from 'vitest'
import { withEventMeta } from '@orpc/client'
import { type Client, createClient, isConnectionLost } from '../../../core/contract/rpc-client.ts'
import { STREAM_WINDOW, streamEventId } from '../../../core/contract/stream-window.ts'

type Call = (path: readonly string[], input: unknown) => Promise<unknown>

/** A link that answers as the test says, through the interceptors as oRPC's links do. */
function openWith(call: Call) {
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  const client: Client = createClient(closed, ({ interceptors: [intercept] }) => ({
    call: (path, input, { signal }) => intercept!({ next: async () => call(path, input), signal }) as Promise<never>,
  }))
  return { client, close }
}

async function* numbered(count: number): AsyncGenerator<unknown, void> {
  for (let n = 1; n <= count; n++) yield withEventMeta({ n }, { id: streamEventId('s:1', n) })
}

const onTopic = { connectionId: 'local', topic: 'orders', filter: '' }

describe('A stream', () => {
  it('acknowledges what was taken, every half window', async () => {
    const acknowledged: unknown[] = []
    const { client } = openWith(async (path, input) => (path[0] === 'streams' ? acknowledged.push(input) : numbered(STREAM_WINDOW + 1)))
    const seen: unknown[] = []
    for await (const event of await client.messages.tail(onTopic)) seen.push(event)
    expect(seen).toEqual(Array.from({ length: STREAM_WINDOW + 1 }, (_, i) => ({ n: i + 1 })))
    expect(acknowledged).toEqual([STREAM_WINDOW / 2, STREAM_WINDOW].map((received) => ({ streamId: 's:1', received })))
  })

  it('hands out an event that is a list as a list', async () => {
    const { client } = openWith(async () => (async function* () { yield withEventMeta([{ n: 1 }, { n: 2 }], { id: streamEventId('s:1', 1) }) })())
    const seen: unknown[] = []
    for await (const event of await client.replay.watchJobs()) seen.push(Array.isArray(event), event)
    expect(seen).toEqual([true, [{ n: 1 }, { n: 2 }]])
  })

  it('is not disturbed by an acknowledgement that fails', async () => {
    const { client } = openWith(async (path) => (path[0] === 'streams' ? Promise.reject(new Error('no')) : numbered(20)))
    let count = 0
    for await (const _ of await client.messages.tail(onTopic)) count++
    expect(count).toBe(20)
  })

  it('may be left after the connection is lost', async () => {
    const { client, close } = openWith(async () => numbered(2))
    const stream = await client.messages.tail(onTopic)
    close()
    await Promise.resolve()
    expect(await stream.return?.()).toEqual({ done: true, value: undefined })
  })

  it('rejects with the reason of the abort', async () => {
    const stop = new AbortController()
    const { client } = openWith(async () => ({ next: async () => Promise.reject(new Error('queue')), [Symbol.asyncIterator]: () => null }))
    const stream = await client.messages.tail(onTopic, { signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(stream.next()).rejects.toThrow('enough')
  })
})

describe('A call', () => {
  it('rejects when the connection is lost while it waits, and at once afterwards', async () => {
    let calls = 0
    const { client, close } = openWith(async () => (calls++, new Promise(() => {})))
    const waiting = client.system.info().catch((error: unknown) => error)
    close()
    expect(isConnectionLost(await waiting)).toBe(true)
    expect(isConnectionLost(await client.system.info().catch((error: unknown) => error))).toBe(true)
    expect(calls).toBe(1)
  })

  it('passes on other errors as they are', async () => {
    const { client } = openWith(async () => Promise.reject(new TypeError('as it is')))
    await expect(client.system.info()).rejects.toThrow(new TypeError('as it is'))
  })

  it('takes a socket that is down for a lost connection', async () => {
    const { client } = openWith(async () => Promise.reject(new Error('Cannot send message, WebSocket is not open.')))
    expect(isConnectionLost(await client.system.info().catch((error: unknown) => error))).toBe(true)
  })
})
