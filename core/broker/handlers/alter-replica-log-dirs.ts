// AlterReplicaLogDirs (34), versions 1-2: moves replicas to another log directory of their broker.
// Behaviour: there is one data folder, so a replica that is asked to go there is there already, and any other path is LOG_DIR_NOT_FOUND. As in Kafka
// the path is looked at before the partition, a topic name that leaves no room for the name of a moving log is INVALID_TOPIC_EXCEPTION, and of two
// paths for one partition the last counts.
// Versions: v2 flexible.
import type { RequestOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { AlterReplicaLogDirs } from '../../protocol/messages/alter-replica-log-dirs.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'
import { findLog, findTopic } from '../partition-lookup.ts'

const MAX_FOLDER_NAME_LENGTH = 255

export const alterReplicaLogDirs = handler(AlterReplicaLogDirs, (request, context) => {
  const mayAlter = isAuthorized(context, 'ALTER', 'CLUSTER', CLUSTER)
  return {
    results: [...pathsByTopic(request)].map(([topicName, paths]) => ({
      topicName,
      partitions: [...paths].map(([partition, path]) => ({
        partitionIndex: partition,
        errorCode: mayAlter ? move(topicName, partition, path, context.broker) : ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
      })),
    })),
  }
})

/** By topic, then by partition. */
function pathsByTopic({ dirs }: RequestOf<typeof AlterReplicaLogDirs>): Map<string, Map<number, string>> {
  const found = new Map<string, Map<number, string>>()
  for (const { path, topics } of dirs) {
    for (const { name, partitions } of topics) {
      const paths = found.get(name) ?? new Map<number, string>()
      found.set(name, paths)
      for (const partition of partitions) paths.set(partition, path)
    }
  }
  return found
}

function move(topicName: string, partition: number, path: string, broker: BrokerContext): number {
  if (futureFolderName(topicName, partition).length > MAX_FOLDER_NAME_LENGTH) return ErrorCode.INVALID_TOPIC_EXCEPTION
  if (path !== broker.storage.directory) return ErrorCode.LOG_DIR_NOT_FOUND
  const log = findLog(broker, findTopic(broker, { name: topicName, topicId: '', usesIds: false }), partition)
  return typeof log === 'number' ? log : ErrorCode.NONE
}

/** How Kafka names the folder of a log on its way: 32 hexadecimal digits tell it from others. */
const futureFolderName = (topicName: string, partition: number): string => `${topicName}-${partition}.${'0'.repeat(32)}-future`
