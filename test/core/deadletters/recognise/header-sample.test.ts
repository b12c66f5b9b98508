import { expect, it } from 'vitest'
import { newestRecords, sampleOf } from '../../../../core/deadletters/recognise/header-sample.ts'
import { dec, deadLetter, u8 } from '../../../support/dead-letters.ts'
import { failed, startIndexWorld } from '../../../support/failure-index.ts'

it('counts failures that happened elsewhere, with their dialect, origins and groups', () => {
  const records = [
    deadLetter('dlq', failed('E', 'm')),
    deadLetter('dlq', failed('E', 'm', { topic: 'payments' })),
    deadLetter('dlq', failed('E', 'm')),
    deadLetter('dlq', [u8('source_topic', 'orders'), u8('source_consumer_group', 'billing'), dec('source_offset', 1)]),
    deadLetter('dlq', []),
  ]
  expect(sampleOf(records, null, true, [])).toMatchObject({ records: 5, failed: 4, dialect: { id: 'wolverine' }, originTopics: ['orders', 'payments'], groups: ['billing'], retries: 0 })
})

it('a record that was replayed into its topic with its headers kept says nothing against that topic', () => {
  expect(sampleOf([deadLetter('orders', failed('E', 'm'))], null, false, []).failed).toBe(0)
})

it('headers without an origin count only where the name suggests failures', () => {
  const records = [deadLetter('x', [dec('x-retry-count', 1), u8('x-error-message', 'm')])]
  expect([sampleOf(records, null, true, []).failed, sampleOf(records, null, false, []).failed]).toEqual([1, 0])
})

it('takes the newest fifty of each partition, and nobody’s offsets', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq', 2)
  for (let batch = 0; batch < 7; batch++) await world.write('orders-dlq', Array.from({ length: 10 }, (_, i) => ({ value: `${batch}${i}` })))
  const topic = await world.cluster.topic('orders-dlq')
  const ranges = [{ partition: 0, leader: topic.partitions[0]!.leader, start: 0, end: 70 }, { partition: 1, leader: topic.partitions[1]!.leader, start: 0, end: 0 }]
  const { records, error } = await newestRecords(world.cluster, topic, 'id', ranges)
  expect([records.map(({ offset }) => offset), error]).toEqual([Array.from({ length: 50 }, (_, i) => 20 + i), null])
})
