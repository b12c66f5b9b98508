// Stores how far a group has read, from outside of it: only a group without members takes that.
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { OffsetCommit } from '../../protocol/messages/offset-commit.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import { findCoordinator } from './find-coordinators.ts'

export interface Commit {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly metadata?: string
}

/** Version 10 names topics by id, which older clusters do not know. */
const LAST_VERSION_BY_NAME = 9

/** Rejects with the first partition that was not taken; the others may have been. */
export async function commitOffsets(cluster: ClusterConnection, groupId: string, commits: readonly Commit[]): Promise<void> {
  const topics = Array.from(
    Map.groupBy(commits, ({ topic }) => topic),
    ([name, ofTopic]) => ({
      name,
      partitions: ofTopic.map(({ partition, offset, metadata }) => ({ partitionIndex: partition, committedOffset: offset, committedMetadata: metadata ?? '' })),
    }),
  )
  await cluster.retrying(async () => {
    const coordinator = await findCoordinator(cluster, groupId)
    const response = await cluster.request(coordinator, OffsetCommit, { groupId, memberId: '', topics }, { maxVersion: LAST_VERSION_BY_NAME })
    for (const { name, partitions } of response.topics) {
      for (const { partitionIndex, errorCode } of partitions) if (errorCode !== 0) throw refused(groupId, name, partitionIndex, errorCode)
    }
  })
}

function refused(groupId: string, topic: string, partition: number, code: number): KafkaError {
  const description = errorOf(code)
  return new KafkaError(description, `Group "${groupId}" did not take an offset of partition ${partition} of "${topic}": ${description.sentence}`)
}
