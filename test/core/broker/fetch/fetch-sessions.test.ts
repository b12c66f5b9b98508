import { beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../core/base/random.ts'
import { FetchSession } from '../../../../core/broker/fetch/fetch-session.ts'
import { FetchSessions } from '../../../../core/broker/fetch/fetch-sessions.ts'
import type { RequestOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { FakeTime } from '../../../support/fake-time.ts'

let time: FakeTime
let sessions: FetchSessions
let slots: number
beforeEach(() => {
  time = new FakeTime()
  slots = 3
  sessions = new FetchSessions({ clock: time, random: seededRandom(1), maxSessions: () => slots })
})

function request(partitions: number, sessionId = 0, sessionEpoch = 0, forgotten: number[] = []): RequestOf<typeof Fetch> {
  const positions = Array.from({ length: partitions }, (_, partition) => ({ partition, fetchOffset: 0, partitionMaxBytes: 1 }))
  const body = { maxWaitMs: 0, minBytes: 0, sessionId, sessionEpoch, topics: [{ topic: 'orders', partitions: positions }], forgottenTopicsData: [{ topic: 'orders', partitions: forgotten }] }
  return Fetch.decodeRequest(12, Fetch.encodeRequest(12, body))
}

const create = (partitions: number): number => sessions.create(request(partitions), [], 12)
const goOn = (id: number, epoch: number, more: { partitions?: number; forgotten?: number[]; version?: number } = {}) =>
  sessions.continue(request(more.partitions ?? 0, id, epoch, more.forgotten), more.version ?? 12)

describe('a session', () => {
  it('has an id of its own and goes on by epochs that count up', () => {
    const ids = [create(1), create(1)]
    expect(new Set(ids).size).toBe(2)
    for (const id of ids) expect(id).toBeGreaterThan(0)
    expect(goOn(ids[0]!, 1)).toBeInstanceOf(FetchSession)
    expect(goOn(ids[0]!, 1)).toBe(ErrorCode.INVALID_FETCH_SESSION_EPOCH)
    expect(goOn(ids[0]!, 2)).toBeInstanceOf(FetchSession)
    expect(goOn(ids[0]!, 4)).toBe(ErrorCode.INVALID_FETCH_SESSION_EPOCH)
  })

  it('after its last epoch goes on with the first', () => {
    const id = create(1)
    const session = goOn(id, 1) as FetchSession
    session.epoch = 0x7fff_ffff
    expect(goOn(id, 0x7fff_ffff)).toBe(session)
    expect(goOn(id, 1)).toBe(session)
  })

  it('ends with its last partition, or when it is closed', () => {
    const [emptied, closed] = [create(2), create(1)]
    expect(goOn(emptied, 1, { forgotten: [0, 1] })).toBeNull()
    sessions.close(closed)
    sessions.close(closed)
    expect([goOn(emptied, 2), goOn(closed, 1)]).toEqual([ErrorCode.FETCH_SESSION_ID_NOT_FOUND, ErrorCode.FETCH_SESSION_ID_NOT_FOUND])
    expect([sessions.count, sessions.partitionCount]).toEqual([0, 0])
  })

  it('keeps to names or to topic ids', () => {
    expect(goOn(create(1), 1, { version: 13 })).toBe(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR)
    expect(goOn(sessions.create(request(1), [], 13), 1)).toBe(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR)
  })
})

describe('without a free slot', () => {
  let full: number[]
  beforeEach(() => {
    full = [create(2), create(1), create(3)]
  })

  it('young sessions that are used give way to nobody', async () => {
    await time.advance(120_000)
    expect(create(100)).toBe(0)
    expect(sessions.count).toBe(3)
  })

  it('the one that was quiet longest gives way to any other once that is more than two minutes', async () => {
    await time.advance(60_000)
    goOn(full[0]!, 1)
    await time.advance(60_001)
    expect(create(1)).toBeGreaterThan(0)
    expect(full.map((id) => goOn(id, id === full[0] ? 2 : 1) instanceof FetchSession)).toEqual([true, false, true])
  })

  it('the smallest of the old ones gives way to a larger one only', async () => {
    await time.advance(120_000)
    for (const id of full) goOn(id, 1) // used, and not older than two minutes yet
    expect(create(100)).toBe(0)
    await time.advance(1)
    for (const id of full) goOn(id, 2)
    expect(create(1)).toBe(0)
    expect(create(2)).toBeGreaterThan(0)
    expect(goOn(full[1]!, 3)).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
  })

  it('at all there is no session', () => {
    slots = 0
    expect(new FetchSessions({ clock: time, random: seededRandom(1), maxSessions: () => 0 }).create(request(1), [], 12)).toBe(0)
  })
})

describe('memory', () => {
  it('holds half a million partitions, whatever the number of sessions', () => {
    expect(create(500_001)).toBe(0)
    expect(create(499_999)).toBeGreaterThan(0)
    const id = create(1)
    expect([create(1), sessions.partitionCount]).toEqual([0, 500_000])
    expect(goOn(id, 1, { partitions: 2 })).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
    expect([sessions.count, sessions.partitionCount]).toEqual([1, 499_999])
  })
})
