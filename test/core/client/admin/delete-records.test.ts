// The beginning of partitions goes, each with its own answer.
import { expect, it } from 'vitest'
import { deleteRecords } from '../../../../core/client/admin/delete-records.ts'
import { planWorld } from '../../../support/replay-plans.ts'

it('tells where each partition begins now, or why it did not go', async () => {
  const world = await planWorld()
  await world.topic('orders', 2)
  await world.produce('orders', 0, [0, 1, 2].map((i) => ({ key: null, value: Buffer.from(`${i}`), timestamp: 1_750_000_000_000 })))
  const answers = await deleteRecords(world.cluster, 'orders', new Map([[0, 2], [1, 5]]))
  expect(answers).toMatchObject([
    { partition: 0, startOffset: 2, error: null },
    { partition: 1, startOffset: null, error: { errorName: 'OFFSET_OUT_OF_RANGE', message: 'Partition 1 of "orders": The offset lies outside the range that the partition holds.' } },
  ])
  expect(await deleteRecords(world.cluster, 'payments', new Map([[0, 1]]))).toMatchObject([{ startOffset: null, error: { message: 'There is no topic "payments".' } }])
})
