// Groups that do not get past a record, looked for over the wire: before their first commit, and without members.
import { expect, it } from 'vitest'
import { systemTimers, type Timers } from '../../../core/base/timers.ts'
import { committedOffsets } from '../../../core/client/admin/committed-offsets.ts'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produce } from '../../../core/client/producer.ts'
import { readRecord } from '../../../core/client/read-record.ts'
import type { PoisonReport } from '../../../core/contract/retries.ts'
import { PoisonPills } from '../../../core/services/poison-pills.ts'
import { LOCAL_CONNECTION_ID } from '../../../core/services/connections-service.ts'
import { GroupMember } from '../../../core/simulator/group-member.ts'
import { startTestServices } from '../../support/core-services.ts'

/** Each look is three seconds after the one before, without anybody waiting for them. */
async function watching() {
  const { services } = await startTestServices()
  const cluster = services.connections.cluster(LOCAL_CONNECTION_ID)
  let nowMs = Date.UTC(2026, 0, 1)
  const clock = { now: () => nowMs, monotonic: () => nowMs }
  const timers: Timers = { ...systemTimers, after: (delayMs, action) => ((nowMs += delayMs), systemTimers.after(0, action)) }
  const pills = new PoisonPills({ cluster: () => cluster, deadLettersOf: () => null, clock, timers })
  const looks = pills.watch(LOCAL_CONNECTION_ID, new AbortController().signal)
  const look = async (): Promise<PoisonReport> => (await looks.next()).value!
  return { services, cluster, pills, look }
}

it('a group that loses its members at its first record is stuck there, and is helped past it, though it has never committed', async () => {
  const { cluster, pills, look } = await watching()
  for (const name of ['orders', 'orders-dlt']) await createTopic(cluster, { name, partitionCount: 1 })
  for (const value of ['poison', 'fine']) await produce(cluster, { topic: 'orders', partition: 0, key: null, value: Buffer.from(value), headers: [] })
  const told: number[] = []
  for (let life = 0; life < 3; life++) {
    const member = new GroupMember(cluster, { groupId: 'billing', topics: ['orders'], sessionTimeoutMs: 6000, rebalanceTimeoutMs: 10_000 })
    await member.join()
    told.push((await look()).pills.length)
    await member.leave()
    told.push((await look()).pills.length)
  }
  expect(told).toEqual([0, 0, 0, 0, 0, 1])
  expect((await look()).pills[0]).toMatchObject({ groupId: 'billing', topic: 'orders', partition: 0, offset: 0n, lag: 2n, certainty: 'stuck', memberCount: 0, obstacle: null, deadLetterTopic: 'orders-dlt' })

  const place = { connectionId: LOCAL_CONNECTION_ID, groupId: 'billing', topic: 'orders', partition: 0, offset: 0n }
  const to = { deadLetterTopic: 'orders-dlt', headerDialect: 'headwater' } as const
  await expect(pills.copyAndAdvance({ ...place, offset: 1n }, to)).rejects.toThrow('Group "billing" has committed nothing there, and the first record is at offset 0, not at 1: it has moved meanwhile.')
  expect(await pills.copyAndAdvance(place, to)).toMatchObject({ topic: 'orders-dlt', offset: 0n, committedOffset: 1n })
  expect((await readRecord(cluster, 'orders-dlt', 0, 0n)).value!.toString()).toBe('poison')
  expect((await committedOffsets(cluster, 'billing')).map(({ offset }) => offset)).toEqual([1])
  expect((await look()).pills).toEqual([])
}, 30_000)

it('the demo has a group that has stopped at a record, told before those that are behind everywhere', async () => {
  const { services, pills, look } = await watching()
  await services.demo.load()
  let report = await look()
  expect(report.pills).toEqual([])
  for (let i = 0; i < 7; i++) report = await look()
  const [first, ...others] = report.pills
  expect(first).toMatchObject({ groupId: 'demo.fraud-check', topic: 'demo.payments', certainty: 'stopped', obstacle: null, deadLetterTopic: 'demo.payments-dlt' })
  expect(new Set(others.map(({ groupId, certainty }) => `${groupId} ${certainty}`))).toEqual(new Set(['demo.payments-service stopped']))
  const { groupId, topic, partition, offset } = first!
  const copied = await pills.copyAndAdvance({ connectionId: LOCAL_CONNECTION_ID, groupId, topic, partition, offset }, { deadLetterTopic: 'demo.payments-dlt', headerDialect: 'spring-retry' })
  expect(copied.committedOffset).toBe(offset + 1n)
  expect((await look()).pills.map((pill) => pill.groupId)).not.toContain('demo.fraud-check')
}, 30_000)
