import { expect, it } from 'vitest'
import { commitOffsets } from '../../../../core/client/admin/commit-offsets.ts'
import { deleteGroup } from '../../../../core/client/admin/delete-group.ts'
import { listGroups } from '../../../../core/client/admin/groups.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'

it('forgets a group with its offsets, and says when there is none', async () => {
  const cluster = connectTo((await startTestBroker()).address)
  await createTopic(cluster, { name: 'a', partitionCount: 1 })
  await commitOffsets(cluster, 'billing', [{ topic: 'a', partition: 0, offset: 1 }])
  await deleteGroup(cluster, 'billing')
  expect(await listGroups(cluster)).toEqual([])
  await expect(deleteGroup(cluster, 'billing')).rejects.toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND' })
})
