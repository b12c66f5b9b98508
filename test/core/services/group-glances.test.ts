import { expect, it } from 'vitest'
import { DescribeGroups } from '../../../core/protocol/messages/describe-groups.ts'
import { FindCoordinator } from '../../../core/protocol/messages/find-coordinator.ts'
import { OffsetFetch } from '../../../core/protocol/messages/offset-fetch.ts'
import { glanceGroups } from '../../../core/services/group-glances.ts'
import { connectTo } from '../../support/cluster.ts'
import { on, startScriptedTopic, TOPIC_ID } from '../../support/scripted-broker.ts'

/** A classic assignment: version 0, one topic with partitions, no user data. */
function assigned(topic: string, partitions: readonly number[]): Buffer {
  const name = Buffer.from(topic)
  const bytes = Buffer.alloc(2 + 4 + 2 + name.length + 4 + partitions.length * 4 + 4)
  bytes.writeInt32BE(1, 2)
  bytes.writeInt16BE(name.length, 6)
  name.copy(bytes, 8)
  let at = 8 + name.length
  bytes.writeInt32BE(partitions.length, at)
  for (const partition of partitions) bytes.writeInt32BE(partition, (at += 4))
  bytes.writeInt32BE(-1, at + 4)
  return bytes
}

const group = (groupId: string) => {
  const member = { memberId: 'm', clientId: 'c', clientHost: '/h', memberMetadata: Buffer.alloc(0), memberAssignment: assigned('orders', [0, 1]) }
  const isActive = groupId.startsWith('active')
  return { errorCode: groupId === 'secret' ? 30 : 0, groupId, groupState: isActive ? 'Stable' : 'Empty', protocolType: 'consumer', protocolData: '', members: isActive ? [member] : [] }
}
const commits = (groupId: string) => {
  const names = groupId === 'fresh' ? [] : groupId === 'old' ? ['gone', 'orders'] : ['orders']
  return names.map((name) => ({ name, topicId: TOPIC_ID, partitions: [{ partitionIndex: 0, committedOffset: 3, metadata: null, errorCode: 0 }] }))
}

async function start(coordinatorOf: (groupId: string) => number = () => 1) {
  const broker = await startScriptedTopic(
    [{ batches: [], startOffset: 0, endOffset: 10 }, { batches: [], startOffset: 0, endOffset: 20 }],
    [
      on(FindCoordinator, ({ coordinatorKeys }) => ({
        errorCode: 0, errorMessage: null, nodeId: 1, host: '', port: 0,
        coordinators: coordinatorKeys.map((key) => ({ key, nodeId: coordinatorOf(key), host: '', port: 0, errorCode: 0, errorMessage: null })),
      })),
      on(DescribeGroups, ({ groups }) => ({ groups: groups.map(group) })),
      on(OffsetFetch, ({ groups }) => ({ topics: [], groups: groups.map(({ groupId }) => ({ groupId, topics: commits(groupId) })) })),
    ],
  )
  return { broker, cluster: connectTo(broker.address) }
}

it('tells state, members, topics and lag of many groups with one request of each kind', async () => {
  const { broker, cluster } = await start()
  const groupIds = Array.from({ length: 90 }, (_, index) => `active-${index}`)
  const glances = await glanceGroups(cluster, ['old', 'fresh', ...groupIds])
  expect(glances.slice(0, 3)).toEqual([
    { groupId: 'old', state: 'Empty', memberCount: 0, topics: ['gone', 'orders'], lag: 7n, unknownPartitions: 1, error: null },
    { groupId: 'fresh', state: 'Empty', memberCount: 0, topics: [], lag: null, unknownPartitions: 0, error: null },
    { groupId: 'active-0', state: 'Stable', memberCount: 1, topics: ['orders'], lag: 7n, unknownPartitions: 1, error: null },
  ])
  expect(glances).toHaveLength(92)
  const asked = broker.asked.map((entry) => entry.split(' ')[0]!).filter((name) => name !== 'ApiVersions' && name !== 'Metadata')
  expect(asked.toSorted()).toEqual(['DescribeGroups', 'FindCoordinator', 'ListOffsets', 'OffsetFetch'])
})

it('tells what fails for one group, or for one coordinator, of those groups only', async () => {
  const { cluster } = await start((groupId) => (groupId === 'far' ? 9 : 1))
  expect(await glanceGroups(cluster, ['secret', 'far', 'old'])).toMatchObject([
    { groupId: 'secret', state: '', lag: null, error: expect.stringMatching(/./) as string },
    { groupId: 'far', lag: null, error: 'The cluster has no broker 9 at the moment.' },
    { groupId: 'old', lag: 7n, error: null },
  ])
})
