import { isDefinedError, safe } from '@orpc/client'
import { describe, expect, it, vi } from 'vitest'
import type { TailEvent } from '../../../core/contract/messages.ts'
import type { WholeRecord } from '../../../core/contract/records.ts'
import { isConnectionLost } from '../../../core/contract/rpc-client.ts'
import { STREAM_WINDOW } from '../../../core/contract/stream-window.ts'
import { kafkaError } from '../../../core/protocol/error-codes.ts'
import { RpcServer } from '../../../core/host/rpc-connection.ts'
import { createRouter } from '../../../core/services/router.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { type OpenRig, rpcTransports } from '../../support/rpc.ts'
import { fakeServices } from '../../support/services.ts'

/** A tail that a test can watch: how many events were pulled, and whether it is still open. */
class WatchedTail {
  pulled = 0
  open = 0
  failAfter = Infinity
  periodMs = 0

  async *read(signal: AbortSignal): AsyncGenerator<TailEvent, void> {
    this.open++
    try {
      while (!signal.aborted) {
        if (this.pulled === this.failAfter) throw kafkaError('NOT_LEADER_OR_FOLLOWER', 'Partition 0 has moved.')
        yield event(++this.pulled)
        // Also with no period the loop turns: a source that ran ahead must show in a test, not hang it.
        await new Promise((resolve) => (this.periodMs > 0 ? setTimeout(resolve, this.periodMs) : setImmediate(resolve)))
      }
    } finally {
      this.open--
    }
  }
}

const event = (received: number): TailEvent => ({ rows: [], droppedFromView: 0, received, matched: received, positions: [{ partition: 0, offset: BigInt(received) }], errors: [] })

const MAX_MESSAGE_BYTES = 1024 * 1024
const logger = collectingLogger()

async function openWith(open: OpenRig, tail: WatchedTail, read?: () => Promise<WholeRecord>) {
  const services = await fakeServices({
    messages: { tail: (_connectionId, _topic, _query, signal) => tail.read(signal) },
    ...(read && { records: { read } }),
  })
  const server = new RpcServer(createRouter(services, logger), logger, MAX_MESSAGE_BYTES)
  return { server, ...(await open(server)) }
}

const inTopic = { connectionId: 'local', topic: 'orders' }
const onTopic = { ...inTopic, filter: '' }

describe.each(rpcTransports)('The contract over a %s', (_name, open) => {
  it('answers calls, many at once', async () => {
    const { client } = await openWith(open, new WatchedTail())
    const infos = await Promise.all(Array.from({ length: 50 }, async () => client.system.info()))
    expect(infos.every(({ pid }) => pid === process.pid)).toBe(true)
  })

  it('rejects with the declared error and its data', async () => {
    const { client } = await openWith(open, new WatchedTail())
    const { error } = await safe(client.connections.arm({ connectionId: 'gone', confirmName: 'x', minutes: 5 }))
    expect(isDefinedError(error) && [error.code, error.data]).toEqual([
      'NOT_FOUND',
      { message: 'There is no cluster "gone".', remedy: 'It may have been removed in another window.' },
    ])
  })

  it('refuses input that breaks the schema, before any service sees it', async () => {
    const { client } = await openWith(open, new WatchedTail())
    await expect(client.messages.tail({ ...onTopic, filter: 'a'.repeat(100_000) })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('carries 64-bit numbers and bytes exactly, both ways', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i & 255)
    const record = wholeRecord({ offset: 9_223_372_036_854_775_807n, timestamp: -1n, value: { kind: 'binary', bytes, text: null, sizeBytes: bytes.length, cut: false } })
    const { client } = await openWith(open, new WatchedTail(), async () => record)
    const got = await client.records.read({ ...inTopic, partition: 0, offset: 9_007_199_254_740_993n })
    expect(got).toEqual(record)
    expect(got.value.kind !== 'null' && got.value.bytes.constructor).toBe(Uint8Array)
  })

  it('streams every event in order, however long the stream', async () => {
    const tail = new WatchedTail()
    const { client } = await openWith(open, tail)
    const seen: number[] = []
    for await (const { received } of await client.messages.tail(onTopic)) {
      seen.push(received)
      if (seen.length === 100) break
    }
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  })

  it('ends the source when the reader breaks off', async () => {
    const tail = new WatchedTail()
    const { client } = await openWith(open, tail)
    for await (const _ of await client.messages.tail(onTopic)) break
    await vi.waitFor(() => expect(tail.open).toBe(0))
  })

  it('ends the source when the reader aborts, even while the source waits', async () => {
    const tail = new WatchedTail()
    tail.periodMs = 20
    const { client } = await openWith(open, tail)
    const stop = new AbortController()
    const reading = (async () => {
      for await (const { received } of await client.messages.tail(onTopic, { signal: stop.signal })) if (received === 2) stop.abort(new Error('seen enough'))
    })()
    await expect(reading).rejects.toThrow('seen enough')
    await vi.waitFor(() => expect(tail.open).toBe(0))
  })

  it('hands an error in the middle of a stream over as the declared one', async () => {
    const tail = new WatchedTail()
    tail.failAfter = 3
    const { client } = await openWith(open, tail)
    const seen: number[] = []
    const reading = (async () => {
      for await (const { received } of await client.messages.tail(onTopic)) seen.push(received)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'KAFKA_ERROR', defined: true, data: { name: 'NOT_LEADER_OR_FOLLOWER', message: 'Partition 0 has moved.' } })
    expect(seen).toEqual([1, 2, 3])
  })

  it('lets a source run at most one window ahead of a slow reader', async () => {
    const tail = new WatchedTail()
    const { client } = await openWith(open, tail)
    const stream = await client.messages.tail(onTopic)
    for (let taken = 1; taken <= 3 * STREAM_WINDOW; taken++) {
      await stream.next()
      await quiet()
      expect(tail.pulled - taken).toBeLessThanOrEqual(STREAM_WINDOW)
    }
    expect(tail.pulled).toBeGreaterThan(3 * STREAM_WINDOW)
    await stream.return?.()
  })

  it('tells a dropped connection as such to calls and streams, in progress and later', async () => {
    const tail = new WatchedTail()
    tail.periodMs = 20
    const { client, drop, server } = await openWith(open, tail, async () => new Promise(() => {}))
    const stream = await client.messages.tail(onTopic)
    await stream.next()
    const next = drain(stream)
    const call = rejectionOf(client.records.read({ ...inTopic, partition: 0, offset: 0n }))
    drop()
    expect(isConnectionLost(await next)).toBe(true)
    expect(isConnectionLost(await call)).toBe(true)
    expect(isConnectionLost(await rejectionOf(client.system.info()))).toBe(true)
    await vi.waitFor(() => expect([tail.open, server.connections]).toEqual([0, 0]))
  })

  it('ends a connection that sends a message over the limit, and no other', async () => {
    const { sendRaw, closed, server } = await openWith(open, new WatchedTail())
    const other = await open(server)
    sendRaw('x'.repeat(MAX_MESSAGE_BYTES + 1))
    await closed
    expect((await other.client.system.info()).pid).toBe(process.pid)
  })

  it('ends a connection that sends what is no message, and no other', async () => {
    const { sendRaw, closed, server } = await openWith(open, new WatchedTail())
    const other = await open(server)
    sendRaw('{"i":1,')
    await closed
    expect((await other.client.system.info()).pid).toBe(process.pid)
    expect(logger.lines.at(-1)).toContain('warn A workbench connection was closed: a message could not be understood')
  })

  it('lets go of a reader when the core ends it', async () => {
    const { client, server, closed } = await openWith(open, new WatchedTail())
    await client.system.info()
    server.close()
    await closed
    expect(isConnectionLost(await rejectionOf(client.system.info()))).toBe(true)
  })
})

async function drain(stream: AsyncIterable<unknown>): Promise<unknown> {
  try {
    for await (const _ of stream);
    return 'ended'
  } catch (error) {
    return error
  }
}

function rejectionOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(() => 'resolved', (error: unknown) => error)
}

/** Long enough for whatever is on its way over a transport in this process. */
async function quiet(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 15))
}

function wholeRecord(parts: Partial<WholeRecord>): WholeRecord {
  return {
    topic: 'orders',
    partition: 0,
    offset: 0n,
    timestamp: 0n,
    timestampType: 'CreateTime',
    key: { kind: 'null' },
    value: { kind: 'null' },
    headers: [{ key: 'a', value: { kind: 'null' } }, { key: 'a', value: { kind: 'text', bytes: new Uint8Array([120]), text: 'x', sizeBytes: 1, cut: false } }],
    sizeBytes: 1,
    transaction: null,
    batch: {
      baseOffset: 0n,
      lastOffset: 0n,
      recordCount: 1,
      sizeBytes: 70,
      compression: 'none',
      leaderEpoch: 0,
      producerId: -1n,
      producerEpoch: -1,
      baseSequence: -1,
      isTransactional: false,
      crc: 0,
    },
    ...parts,
  }
}
