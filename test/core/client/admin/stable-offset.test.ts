import { expect, it } from 'vitest'
import { commitOffsets } from '../../../../core/client/admin/commit-offsets.ts'
import { stableOffset } from '../../../../core/client/admin/stable-offset.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'

const question = { groupId: 'g', topic: 'a', partition: 0, deliveryTimeoutMs: 1_000 }

it('is null where nothing is committed, and else offset and metadata', async () => {
  const cluster = connectTo((await startTestBroker()).address)
  await createTopic(cluster, { name: 'a', partitionCount: 1 })
  expect(await stableOffset(cluster, question)).toBeNull()
  await commitOffsets(cluster, 'g', [{ topic: 'a', partition: 0, offset: 3, metadata: 'm' }])
  expect(await stableOffset(cluster, question)).toEqual({ offset: 3, metadata: 'm' })
})
