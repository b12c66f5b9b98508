// Deletes the beginning of partitions: everything before an offset. Kafka has no way to delete one record.
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { DeleteRecords } from '../../protocol/messages/delete-records.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import { partitionError } from './list-offsets.ts'

export interface DeletedBefore {
  readonly partition: number
  /** Where the partition begins now; null with an error. */
  readonly startOffset: number | null
  readonly error: KafkaError | null
}

const TIMEOUT_MS = 30_000

/** `before`: by partition, the first offset that stays. One answer per partition; rejects what concerns all of them. */
export async function deleteRecords(cluster: ClusterConnection, topic: string, before: ReadonlyMap<number, number>): Promise<DeletedBefore[]> {
  return Promise.all(Array.from(before, ([partition, offset]) => deleteBefore(cluster, topic, partition, offset)))
}

async function deleteBefore(cluster: ClusterConnection, topic: string, partition: number, offset: number): Promise<DeletedBefore> {
  try {
    const startOffset = await cluster.retrying(async () => {
      const leader = (await cluster.topic(topic)).partitions.find((candidate) => candidate.partition === partition)?.leader ?? -1
      const { topics } = await cluster.request(leader, DeleteRecords, { topics: [{ name: topic, partitions: [{ partitionIndex: partition, offset }] }], timeoutMs: TIMEOUT_MS })
      const answer = topics[0]?.partitions[0]
      if (!answer || answer.errorCode !== 0) throw refused(topic, partition, answer?.errorCode ?? -1)
      return answer.lowWatermark
    })
    return { partition, startOffset, error: null }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { partition, startOffset: null, error }
  }
}

function refused(topic: string, partition: number, code: number): KafkaError {
  const description = errorOf(code)
  if (description.name !== 'POLICY_VIOLATION') return partitionError(topic, partition, code)
  return new KafkaError(description, `Partition ${partition} of "${topic}": records can be deleted only where cleanup.policy includes "delete".`)
}
