// AlterReplicaLogDirs (34), versions 1-2: moves replicas to another log directory of their broker.
// Behaviour: there is one data folder, so a replica that is asked to go there is there already, and any other path is LOG_DIR_NOT_FOUND. As in Kafka
// the path is looked at before the partition, and a topic name that leaves no room for the name of a moving log is INVALID_TOPIC_EXCEPTION.
// Versions: v2 flexible.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { AlterReplicaLogDirs } from '../../protocol/messages/alter-replica-log-dirs.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'
import { findLog, findTopic } from '../partition-lookup.ts'

const MAX_FOLDER_NAME_LENGTH = 255

export const alterReplicaLogDirs = handler(AlterReplicaLogDirs, (request, context) => {
  const mayAlter = isAuthorized(context, 'ALTER', 'CLUSTER', CLUSTER)
  const wanted = request.dirs.flatMap(({ path, topics }) => topics.flatMap(({ name, partitions }) => partitions.map((partition) => ({ path, name, partition }))))
  const byTopic = Map.groupBy(wanted, ({ name }) => name)
  return {
    results: [...byTopic].map(([topicName, moves]) => ({
      topicName,
      partitions: moves.map(({ path, partition }) => ({
        partitionIndex: partition,
        errorCode: mayAlter ? move(topicName, partition, path, context.broker) : ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
      })),
    })),
  }
})

function move(topicName: string, partition: number, path: string, broker: BrokerContext): number {
  if (futureFolderName(topicName, partition).length > MAX_FOLDER_NAME_LENGTH) return ErrorCode.INVALID_TOPIC_EXCEPTION
  if (path !== broker.storage.directory) return ErrorCode.LOG_DIR_NOT_FOUND
  const log = findLog(broker, findTopic(broker, { name: topicName, topicId: '', usesIds: false }), partition)
  return typeof log === 'number' ? log : ErrorCode.NONE
}

/** How Kafka names the folder of a log on its way: 32 hexadecimal digits tell it from others. */
const futureFolderName = (topicName: string, partition: number): string => `${topicName}-${partition}.${'0'.repeat(32)}-future`
