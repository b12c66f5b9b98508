import { describe, expect, test } from 'vitest'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { DynamicConfigs } from '../../../core/metadata/dynamic-configs.ts'
import { GroupConfigs } from '../../../core/metadata/group-configs.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { MemoryStore } from '../../support/memory-store.ts'

const SESSION = 'consumer.session.timeout.ms'
const HEARTBEAT = 'consumer.heartbeat.interval.ms'

async function open(own: Record<string, string> = {}, settings: Record<string, string> = {}) {
  const dynamic = DynamicConfigs.load(new MemoryStore())
  await dynamic.alter({ type: 32, name: 'billing' }, () => own, false)
  return new GroupConfigs(dynamic, BrokerConfigs.from(settings))
}

describe('a group config', () => {
  test('is the group\'s own, then the broker\'s for all groups, then the default', async () => {
    const groups = await open({ [SESSION]: '50000' }, { 'group.consumer.heartbeat.interval.ms': '6000' })
    expect([groups.getInt('billing', SESSION), groups.getInt('billing', HEARTBEAT), groups.getInt('shipping', SESSION)]).toEqual([50_000, 6000, 45_000])
    expect(groups.getInt('billing', 'share.record.lock.duration.ms')).toBe(30_000)
  })

  test('that was legal once is kept within the bounds of today', async () => {
    const low = await open({ [SESSION]: '30000' })
    expect(low.getInt('billing', SESSION)).toBe(45_000)
    const high = await open({ [SESSION]: '99000' })
    expect(high.getInt('billing', SESSION)).toBe(60_000)
  })
})

describe('checking the configs of a group', () => {
  test('gives their canonical texts', async () => {
    expect((await open()).validate({ [SESSION]: ' 50000 ', 'share.renew.acknowledge.enable': 'TRUE' })).toEqual({ [SESSION]: '50000', 'share.renew.acknowledge.enable': 'true' })
  })

  test.each([
    [{ nope: '1' }, 'Unknown group config "nope".'],
    [{ [SESSION]: 'long' }, `Group config "${SESSION}" cannot be "long": it must be a whole number.`],
    [{ [SESSION]: '44999' }, `Group config "${SESSION}" cannot be "44999": it must be at least the broker's group.consumer.min.session.timeout.ms, 45000.`],
    [{ [HEARTBEAT]: '15001' }, `Group config "${HEARTBEAT}" cannot be "15001": it must be at most the broker's group.consumer.max.heartbeat.interval.ms, 15000.`],
    [{ 'streams.num.standby.replicas': '3' }, 'Group config "streams.num.standby.replicas" cannot be "3": it must be at most the broker\'s group.streams.max.standby.replicas, 2.'],
  ])('%j is refused with one sentence', async (own, message) => {
    const groups = await open()
    expect(() => groups.validate(own as Record<string, string>)).toThrow(expect.objectContaining({ code: ErrorCode.INVALID_CONFIG, message }) as Error)
  })

  test('a session must outlast the pause between two heartbeats', async () => {
    const groups = await open({}, { 'group.consumer.min.session.timeout.ms': '1000', 'group.consumer.max.heartbeat.interval.ms': '50000' })
    expect(() => groups.validate({ [SESSION]: '5000' })).toThrow(`Group config "${SESSION}" (5000) must be above "${HEARTBEAT}" (5000).`)
    expect(() => groups.validate({ [HEARTBEAT]: '45000' })).toThrow(`Group config "${SESSION}" (45000) must be above "${HEARTBEAT}" (45000).`)
    expect(groups.validate({ [SESSION]: '5001' })).toEqual({ [SESSION]: '5001' })
  })
})
