import { describe, expect, test } from 'vitest'
import { Dispatch } from '../../../core/broker/dispatch.ts'
import type { BrokerContext } from '../../../core/broker/broker-context.ts'
import { type Answer, CLOSE_CONNECTION, handler, NO_RESPONSE } from '../../../core/broker/handler.ts'
import { type ConnectionRecord, ConnectionRegistry } from '../../../core/broker/network/connection-registry.ts'
import type { Reply } from '../../../core/broker/network/response-queue.ts'
import type { RequestNote } from '../../../core/broker/request-log.ts'
import { decodeResponseFrame, encodeRequestFrame } from '../../../core/protocol/frame.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { Heartbeat } from '../../../core/protocol/messages/heartbeat.ts'
import { Produce } from '../../../core/protocol/messages/produce.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'

type HeartbeatAnswer = Answer<{ errorCode: number; throttleTimeMs?: number }>

function setUp(answer: () => HeartbeatAnswer | Promise<HeartbeatAnswer> = () => ({ errorCode: 0 })) {
  const time = new FakeTime()
  const logger = collectingLogger()
  const closing = new AbortController()
  const connection = new ConnectionRegistry(time).open({ remoteAddress: '10.0.0.9', remotePort: 5000 }, closing.signal)
  const broker = { clock: time, logger } as unknown as BrokerContext
  const handlers = [
    handler(Heartbeat, answer),
    handler(ApiVersions, () => ({ errorCode: 0, apiKeys: [] })),
    handler(Produce, () => NO_RESPONSE),
  ]
  const dispatch = new Dispatch(broker, handlers)
  const note: RequestNote = { api: '', apiVersion: -1, clientId: '', errorCode: 0 }
  return { time, logger, closing, connection, note, dispatch: async (frame: Buffer): Promise<Reply> => dispatch.handle(frame, connection, note) }
}

function heartbeatFrame(version = 4, correlationId = 7): Buffer {
  const body = { groupId: 'g', generationId: 1, memberId: 'm', groupInstanceId: null }
  return Buffer.concat(encodeRequestFrame(Heartbeat, version, correlationId, 'client', body)).subarray(4)
}

/** Key, version and correlation id, then whatever follows. */
function rawFrame(key: number, version: number, rest: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(10)
  head.writeInt16BE(key, 0)
  head.writeInt16BE(version, 2)
  head.writeInt32BE(99, 4)
  head.writeInt16BE(-1, 8)
  return Buffer.concat([head, rest])
}

function bytesOf(reply: Reply): Buffer {
  expect(reply).toBeInstanceOf(Array)
  return Buffer.concat(reply as Buffer[]).subarray(4)
}

describe('dispatch', () => {
  test.each([0, 3, 4])('answers Heartbeat v%i with its correlation id', async (version) => {
    const { dispatch } = setUp(() => ({ errorCode: 27 }))
    const answer = decodeResponseFrame(Heartbeat, version, bytesOf(await dispatch(heartbeatFrame(version))))
    expect(answer).toEqual({ correlationId: 7, body: { throttleTimeMs: 0, errorCode: 27 } })
  })

  test('a late answer is encoded like an early one', async () => {
    const { dispatch } = setUp(async () => Promise.resolve({ errorCode: 27 }))
    expect(decodeResponseFrame(Heartbeat, 4, bytesOf(await dispatch(heartbeatFrame()))).body.errorCode).toBe(27)
  })

  test('an answer that throttles its client mutes the connection (KIP-219)', async () => {
    const { dispatch, connection, time } = setUp(() => ({ errorCode: 0, throttleTimeMs: 300 }))
    expect(decodeResponseFrame(Heartbeat, 4, bytesOf(await dispatch(heartbeatFrame()))).body.throttleTimeMs).toBe(300)
    expect(connection.mutedUntilMs).toBe(time.monotonic() + 300)
  })

  test.each([
    ['an unknown API key', rawFrame(999, 0), 'API key 999 v0 that cannot be understood: there is no such API'],
    ['a negative API key', rawFrame(-1, 0), 'API key -1 v0 that cannot be understood: there is no such API'],
    ['a version above the range', rawFrame(12, 5, Buffer.alloc(20)), 'Heartbeat v5 that cannot be understood: versions 0 to 4 are supported'],
    ['a negative version', rawFrame(12, -1, Buffer.alloc(20)), 'Heartbeat v-1 that cannot be understood: versions 0 to 4 are supported'],
    ['Produce v2, advertised but gone', rawFrame(0, 2, Buffer.alloc(20)), 'Produce v2 that cannot be understood: versions 3 to 13 are supported'],
    ['a body that ends early', heartbeatFrame().subarray(0, -3), 'Heartbeat v4 that cannot be understood: Heartbeat v4 request: '],
    ['a frame shorter than a header', Buffer.from([0, 12, 0]), 'a request that cannot be understood: '],
    ['an empty frame', Buffer.alloc(0), 'a request that cannot be understood: '],
  ])('%s closes the connection without an answer, logged once with peer and reason', async (_, frame, message) => {
    const { dispatch, logger } = setUp()
    expect(await dispatch(frame)).toBe(CLOSE_CONNECTION)
    expect(logger.lines.length).toBe(1)
    expect(logger.lines[0]).toContain(`info Closing the connection of 10.0.0.9:5000: it sent ${message}`)
  })

  test.each([6, 99, 32767, -1])('ApiVersions v%i gets a version-0 body with error 35 and the range of key 18 (KIP-511)', async (version) => {
    const { dispatch, logger } = setUp()
    // The body is one nobody can read yet.
    const reply = bytesOf(await dispatch(rawFrame(18, version, Buffer.from([0, 0xff, 0xff, 0xff]))))
    expect(decodeResponseFrame(ApiVersions, 0, reply)).toMatchObject({
      correlationId: 99,
      body: { errorCode: 35, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 5 }] },
    })
    expect(logger.lines).toEqual([])
  })

  test.each([NO_RESPONSE, CLOSE_CONNECTION] as const)('a handler may ask for %s', async (answer) => {
    expect(await setUp(() => answer).dispatch(heartbeatFrame())).toBe(answer)
  })

  const bug = new Error('a bug')
  test.each([
    ['throws', () => { throw bug }],
    ['rejects', async () => Promise.reject(bug)],
    ['answers with nonsense', () => ({ errorCode: 'no number' as unknown as number })],
  ])('a handler that %s closes the connection and is logged with its error', async (_, answer) => {
    const { dispatch, logger } = setUp(answer)
    expect(await dispatch(heartbeatFrame())).toBe(CLOSE_CONNECTION)
    expect(logger.lines).toEqual([expect.stringMatching(/^error Closing the connection of 10\.0\.0\.9:5000: Heartbeat v4 failed unexpectedly: /)])
  })

  test('an answer that comes after the client left is not encoded, and work given up for that reason is no error', async () => {
    const { dispatch, logger, closing } = setUp(async () => Promise.reject(closing.signal.reason as Error))
    closing.abort()
    expect(await dispatch(heartbeatFrame())).toBe(CLOSE_CONNECTION)
    expect(logger.lines).toEqual([])
  })

  test('notes on the connection who asked what and when', async () => {
    const { dispatch, connection, time } = setUp()
    await dispatch(heartbeatFrame(3))
    await dispatch(heartbeatFrame(4))
    const expected: Partial<ConnectionRecord> = {
      requests: 2,
      clientId: 'client',
      lastRequest: { api: 'Heartbeat', version: 4, atMs: time.now() },
    }
    expect(connection).toMatchObject(expected)
  })

  test('notes what the request was and the first error of its answer, for the log', async () => {
    const { dispatch, note } = setUp(async () => Promise.resolve({ errorCode: 27 }))
    await dispatch(heartbeatFrame(3))
    expect(note).toEqual({ api: 'Heartbeat', apiVersion: 3, clientId: 'client', errorCode: 27 })
  })

  test.each([
    ['API key 999', rawFrame(999, 0), 'API key 999', 0],
    ['ApiVersions from the future', rawFrame(18, 99, Buffer.alloc(4)), 'ApiVersions', 35],
    ['an empty frame', Buffer.alloc(0), '', 0],
  ])('notes as much as could be read of %s', async (_, frame, api, errorCode) => {
    const { dispatch, note } = setUp()
    await dispatch(frame)
    expect(note).toMatchObject({ api, errorCode })
  })

  test('keeps the highest version of each API that a connection has used, and none that was refused', async () => {
    const { dispatch, connection } = setUp()
    for (const version of [3, 4, 0]) await dispatch(heartbeatFrame(version))
    await dispatch(rawFrame(12, 5, Buffer.alloc(20)))
    expect([...connection.apiVersions]).toEqual([['Heartbeat', 4]])
  })
})
