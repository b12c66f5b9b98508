// Opens topics that headers name: whatever stands there, and whether or not there is such a topic that may be read.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { TopicReader } from '../../client/topic-reader.ts'
import { type ErrorName, KafkaError } from '../../protocol/error-codes.ts'

export interface MissingTopic {
  readonly missing: 'topic-missing'
  readonly message: string
}

/** For a reader all of these are one thing: nothing can be read there. */
const UNREADABLE: ReadonlySet<ErrorName> = new Set<ErrorName>(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION', 'TOPIC_AUTHORIZATION_FAILED'])
const LEGAL = /^[\w.-]{1,249}$/
const MOST_SHOWN = 60

/** Kafka's rule. Names from headers may be anything, of any length; nobody is asked for what no cluster can have. */
export function isTopicName(name: string): boolean {
  return LEGAL.test(name) && name !== '.' && name !== '..'
}

export async function openReader(cluster: ClusterConnection, topic: string): Promise<TopicReader | MissingTopic> {
  if (!isTopicName(topic)) return { missing: 'topic-missing', message: `"${topic.slice(0, MOST_SHOWN)}" is no name that a topic can have.` }
  try {
    return await TopicReader.open(cluster, topic)
  } catch (error) {
    if (error instanceof KafkaError && UNREADABLE.has(error.errorName)) return { missing: 'topic-missing', message: error.message }
    throw error
  }
}

/** null where there is no such partition, or nothing can be read of its topic. */
export async function openPartition(cluster: ClusterConnection, topic: string, partition: number): Promise<TopicReader | null> {
  const reader = await openReader(cluster, topic)
  if ('missing' in reader) return null
  return reader.topic.partitions.some((candidate) => candidate.partition === partition) ? reader : null
}
