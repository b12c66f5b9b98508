// Between what a consumer group knows of partitions and the assignments that members of the classic protocol read and write.
import { decodeSubscription, encodeAssignment, type NamedPartitions } from '../../consumer-protocol.ts'
import type { TopicLookup } from '../../topic-lookup.ts'
import type { ConsumerMember } from '../consumer-member.ts'
import { listOf, partitionsOf, type TopicPartitions } from '../topic-partitions.ts'

/** What the member is assigned, in the version of its own subscription. Topics that are gone are left out. */
export function embeddedAssignment({ assigned, classic }: ConsumerMember, topics: TopicLookup): Buffer {
  const named = listOf(assigned).flatMap(({ topicId, partitions }) => {
    const topic = topics.topicNameOf(topicId)
    return topic === undefined ? [] : [{ topic, partitions }]
  })
  return encodeAssignment(decodeSubscription(classic!.protocols[0]!.metadata).version, named)
}

/** Topics that do not exist are left out. */
export function topicPartitionsOf(named: readonly NamedPartitions[], topics: TopicLookup): TopicPartitions {
  const lists = named.flatMap(({ topic, partitions }) => {
    const topicId = topics.topicIdOf(topic)
    return topicId === undefined ? [] : [{ topicId, partitions }]
  })
  return partitionsOf(lists)
}
