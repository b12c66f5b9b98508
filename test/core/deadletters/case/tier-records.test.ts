import { expect, it } from 'vitest'
import { withTierRecords } from '../../../../core/deadletters/case/tier-records.ts'
import { decodeFailure, type FailureHeader } from '../../../../core/deadletters/failure.ts'
import { bigintBe, deadLetter, i32be, i64be, T0, u8 } from '../../../support/dead-letters.ts'
import { startIndexWorld } from '../../../support/failure-index.ts'

const context = { clusterId: 'cluster', retryTopics: ['pay-retry-0', 'pay-retry-1'] }
const headers = (offset: number, ...due: number[]): FailureHeader[] => [
  u8('kafka_original-topic', 'pay'), i32be('kafka_original-partition', 1), i64be('kafka_original-offset', offset), i64be('kafka_original-timestamp', T0),
  ...due.flatMap((dueAt, i) => [i32be('retry_topic-attempts', i + 2), bigintBe('retry_topic-backoff-timestamp', dueAt)]),
]
const { signal } = new AbortController()

it('finds the copies in the tiers, and when they came there', async () => {
  const world = await startIndexWorld()
  for (const topic of context.retryTopics) await world.create(topic, 2)
  await world.write('pay-retry-0', [4, 5, 6].map((offset) => ({ partition: 1, headers: headers(offset, T0 + 1_500), timestampMs: T0 + 500 + offset })))
  await world.write('pay-retry-1', [{ partition: 1, headers: headers(5, T0 + 1_500, T0 + 4_000), timestampMs: T0 + 2_000 }])
  const { hops, origin } = decodeFailure(deadLetter('pay-dlt', headers(5, T0 + 1_500, T0 + 4_000, T0 + 4_100)), context)
  expect(await withTierRecords(world.cluster, hops, origin, context, signal)).toEqual([
    { topic: 'pay', partition: 1, offset: 5, at: T0, attempt: 1 },
    { topic: 'pay-retry-0', partition: 1, offset: 1, at: T0 + 505, dueAt: T0 + 1_500, attempt: 2 },
    { topic: 'pay-retry-1', partition: 1, offset: 0, at: T0 + 2_000, dueAt: T0 + 4_000, attempt: 3 },
  ])
})

it('what is not there any more, or has no name, stays as it is', async () => {
  const world = await startIndexWorld()
  await world.create('pay-retry-0', 2)
  const { hops, origin } = decodeFailure(deadLetter('pay-dlt', headers(5, T0 + 1_500, T0 + 4_000, T0 + 4_100)), context)
  expect(await withTierRecords(world.cluster, hops, origin, context, signal)).toEqual(hops)
  const nameless = decodeFailure(deadLetter('pay-dlt', headers(5, T0 + 1_500, T0 + 4_000)), { clusterId: 'cluster' })
  expect(await withTierRecords(world.cluster, nameless.hops, nameless.origin, context, signal)).toEqual(nameless.hops)
})

it('without an origin nothing is looked for', async () => {
  const world = await startIndexWorld()
  expect(await withTierRecords(world.cluster, [{ topic: 'a', at: T0 }], undefined, context, signal)).toEqual([{ topic: 'a', at: T0 }])
})
