import { expect, it } from 'vitest'
import { clusterMetadataOf } from '../../../core/client/cluster-metadata.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'

it('puts brokers by id and partitions in order, whatever order the broker answers in', () => {
  const partition = (partitionIndex: number, leaderId: number) => ({ errorCode: 0, partitionIndex, leaderId, leaderEpoch: 4, replicaNodes: [1, 2], isrNodes: [1] })
  const [body] = Metadata.encodeResponse(12, {
    brokers: [{ nodeId: 2, host: 'b', port: 2, rack: 'r2' }, { nodeId: 1, host: 'a', port: 1 }],
    clusterId: 'c',
    controllerId: 2,
    topics: [{ errorCode: 0, name: 't', topicId: 'EBESExQVFhcYGRobHB0eHw', isInternal: true, partitions: [partition(1, -1), partition(0, 2)] }],
  })
  const metadata = clusterMetadataOf(Metadata.decodeResponse(12, body!))
  expect(metadata.brokers.get(2)).toEqual({ nodeId: 2, host: 'b', port: 2, rack: 'r2' })
  expect([metadata.clusterId, metadata.controllerId]).toEqual(['c', 2])
  expect(metadata.topics).toEqual([
    {
      name: 't',
      topicId: 'EBESExQVFhcYGRobHB0eHw',
      isInternal: true,
      errorCode: 0,
      partitions: [
        { partition: 0, leader: 2, leaderEpoch: 4, replicas: [1, 2], inSyncReplicas: [1], errorCode: 0 },
        { partition: 1, leader: -1, leaderEpoch: 4, replicas: [1, 2], inSyncReplicas: [1], errorCode: 0 },
      ],
    },
  ])
})
