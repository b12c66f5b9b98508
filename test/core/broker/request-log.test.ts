import { describe, expect, test } from 'vitest'
import { ConnectionRegistry } from '../../../core/broker/network/connection-registry.ts'
import { RequestLog } from '../../../core/broker/request-log.ts'
import { FakeTime } from '../../support/fake-time.ts'

const time = new FakeTime(1_000)
const connection = new ConnectionRegistry(time).open({ remoteAddress: '127.0.0.1', remotePort: 7 }, new AbortController().signal)
const ended = { api: 'Fetch', apiVersion: 17, clientId: 'app', errorCode: 0, arrivedMs: 40, requestBytes: 80, replyBytes: 900 }

function logOf(count: number, capacity = 4): RequestLog {
  const log = new RequestLog(capacity)
  for (let i = 1; i <= count; i++) log.add(connection, { ...ended, api: `api-${i}` }, false, 1_000 + i, 50)
  return log
}

describe('The request log', () => {
  test('keeps of a request what was noted, when it was answered and how long it took', () => {
    const log = new RequestLog()
    log.add(connection, { ...ended, errorCode: 3 }, false, 1_234, 52.5)
    const { arrivedMs: _, replyBytes: responseBytes, ...noted } = ended
    expect(log.since(0)).toEqual({
      requests: [{ ...noted, errorCode: 3, responseBytes, sequence: 1, connection, atMs: 1_234, durationMs: 12.5, closedConnection: false }],
      skipped: 0,
    })
  })

  test.each([
    { what: 'nothing yet', count: 0, since: 0, apis: [], skipped: 0 },
    { what: 'all, oldest first', count: 3, since: 0, apis: [1, 2, 3], skipped: 0 },
    { what: 'the newest that fit the ring, and how many did not', count: 9, since: 0, apis: [6, 7, 8, 9], skipped: 5 },
    { what: 'only what came since', count: 3, since: 2, apis: [3], skipped: 0 },
    { what: 'nothing where nothing came', count: 9, since: 9, apis: [], skipped: 0 },
    { what: 'what came since across the seam of the ring', count: 6, since: 3, apis: [4, 5, 6], skipped: 0 },
    { what: 'what was overwritten since as skipped', count: 9, since: 3, apis: [6, 7, 8, 9], skipped: 2 },
    { what: 'no more than asked for, the newest, and the rest as skipped', count: 4, since: 1, limit: 2, apis: [3, 4], skipped: 1 },
  ])('tells $what', ({ count, since, limit, apis, skipped }) => {
    const told = logOf(count).since(since, limit)
    expect(told.requests.map(({ api, sequence }) => [api, sequence])).toEqual(apis.map((i) => [`api-${i}`, i]))
    expect(told.skipped).toBe(skipped)
  })

  test('what was read stays as it was when its place is used again', () => {
    const log = logOf(4)
    const { requests } = log.since(0)
    log.add(connection, ended, true, 9_999, 50)
    expect(requests[0]).toMatchObject({ sequence: 1, api: 'api-1', closedConnection: false })
    expect(log.since(0).requests.at(-1)).toMatchObject({ sequence: 5, api: 'Fetch', closedConnection: true })
  })
})
