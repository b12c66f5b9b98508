import { beforeEach, describe, expect, it } from 'vitest'
import { ByteRateQuota } from '../../../../core/broker/quotas/byte-rate-quota.ts'
import { ClientQuotas } from '../../../../core/metadata/client-quotas.ts'
import { FakeTime } from '../../../support/fake-time.ts'
import { MemoryStore } from '../../../support/memory-store.ts'

let quotas: ClientQuotas
let time: FakeTime
let quota: ByteRateQuota
beforeEach(() => {
  quotas = ClientQuotas.load(new MemoryStore())
  time = new FakeTime()
  quota = new ByteRateQuota({ quotas, key: 'producer_byte_rate', window: { samples: 11, sampleMs: 1_000 }, clock: time })
})

const limit = async (entity: Record<string, string | null>, value: number | null) =>
  quotas.alter([{ entity: new Map(Object.entries(entity)), changes: [{ key: 'producer_byte_rate', value }] }], false)
const client = (clientId: string, principal = 'User:ANONYMOUS') => ({ clientId, connection: { principal } })

describe('a client', () => {
  it('without a limit is never throttled, and costs nothing', () => {
    expect([quota.limits(client('app')), quota.record(client('app'), 1e12), quota.maxBytesAtOnce(client('app')), quota.spenderCount]).toEqual([false, 0, Infinity, 0])
  })

  it('is throttled until its rate over the window is down to its limit', async () => {
    await limit({ 'client-id': 'app' }, 1_000)
    expect(quota.record(client('app'), 10_000)).toBe(0)
    expect(quota.record(client('app'), 5_000)).toBe(5_000)
    await time.advance(5_000)
    expect(quota.record(client('app'), 0)).toBe(5_000) // the window was 10 s long from the start, and has not moved yet
    await time.advance(6_000)
    expect(quota.record(client('app'), 0)).toBe(0)
  })

  it('is throttled as long as its bytes take at its limit', async () => {
    await limit({ 'client-id': 'app' }, 1_000)
    expect(quota.record(client('app'), 20_000)).toBe(10_000)
  })

  it('spends with those that the limit names as well, and with nobody else', async () => {
    await limit({ user: null }, 1_000)
    quota.record(client('a', 'User:alice'), 10_000)
    expect(quota.record(client('b', 'User:alice'), 1_000)).toBe(1_000)
    expect(quota.record(client('a', 'User:bob'), 10_000)).toBe(0)
    expect(quota.spenderCount).toBe(2)
  })

  it('has a new limit from its next request on', async () => {
    await limit({ 'client-id': 'app' }, 1_000)
    quota.record(client('app'), 20_000)
    await limit({ 'client-id': 'app' }, 2_000)
    expect(quota.record(client('app'), 0)).toBe(0)
    await limit({ 'client-id': 'app' }, null)
    expect(quota.record(client('app'), 1e12)).toBe(0)
  })
})

it('bytes that are too much are not counted when the client does not get them', async () => {
  await limit({ 'client-id': 'app' }, 1_000)
  expect(quota.recordIfWithin(client('app'), 6_000)).toBe(0)
  expect(quota.recordIfWithin(client('app'), 6_000)).toBe(2_000)
  expect(quota.recordIfWithin(client('app'), 4_000)).toBe(0)
})

it('the most at once is what the window takes', async () => {
  await limit({ 'client-id': null }, 1_000)
  expect(quota.maxBytesAtOnce(client('app'))).toBe(10_000)
  expect(quota.record(client('app'), 10_000)).toBe(0)
})

describe('memory', () => {
  it('forgets who was quiet for an hour', async () => {
    await limit({ 'client-id': null }, 1_000)
    quota.record(client('a'), 1)
    await time.advance(1_800_000)
    quota.record(client('b'), 1)
    expect(quota.spenderCount).toBe(2)
    await time.advance(1_800_000)
    quota.record(client('b'), 1)
    expect(quota.spenderCount).toBe(1)
  })

  it('holds no more than 10,000 clients', async () => {
    await limit({ 'client-id': null }, 1_000)
    for (let i = 0; i < 10_050; i++) quota.record(client(`c${i}`), 1)
    expect(quota.spenderCount).toBe(10_000)
  })
})
