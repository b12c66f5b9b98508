import { expect, it } from 'vitest'
import { commitOffsets } from '../../../../core/client/admin/commit-offsets.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import { describeReaders, groupsReading } from '../../../../core/deadletters/replay/reading-groups.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'

it('tells whether the groups that are to read are there; one that nobody has seen is absent, and one that cannot be asked unknown', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  await commitOffsets(cluster, 'stopped', [{ topic: 'orders', partition: 0, offset: 0 }])
  expect(await describeReaders(() => cluster, ['stopped', 'never'])).toEqual([
    { group: 'stopped', state: 'Empty', memberCount: 0 },
    { group: 'never', state: 'absent', memberCount: 0 },
  ])
  expect(await groupsReading(cluster, new Set(['other']))).toEqual(new Map())
  await broker.stop()
  expect(await describeReaders(() => cluster, ['stopped'])).toEqual([{ group: 'stopped', state: 'unknown', memberCount: 0 }])
})
