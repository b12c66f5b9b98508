// Failure case 34: why a compacted topic cannot be purged, and what to do instead.
import { expect, it } from 'vitest'
import { deleteRecords } from '../../../core/client/admin/delete-records.ts'
import { planPurge } from '../../../core/deadletters/replay/purge.ts'
import { planWorld } from '../../support/replay-plans.ts'

it('purge of a compacted-only topic', async () => {
  const world = await planWorld()
  await world.topic('customers-dlt', 1, { 'cleanup.policy': 'compact' })
  await world.produce('customers-dlt', 0, [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1_750_000_000_000 }])
  const { refusal } = await planPurge(world.cluster, 'customers-dlt', await world.keys('customers-dlt', 0, [0]))
  expect(refusal).toEqual({
    message: '"customers-dlt" is only compacted: Kafka deletes the beginning of a topic only where cleanup.policy includes "delete".',
    remedy: 'Send a tombstone for each key instead: compaction then removes them.',
  })
  // Should the setting change between the look and the deed, the broker's refusal is told in the same words.
  expect(await deleteRecords(world.cluster, 'customers-dlt', new Map([[0, 1]]))).toMatchObject([
    { startOffset: null, error: { errorName: 'POLICY_VIOLATION', code: 44, message: 'Partition 0 of "customers-dlt": records can be deleted only where cleanup.policy includes "delete".' } },
  ])
})
