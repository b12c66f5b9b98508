// What groups ask about topics; the broker answers from its metadata.

export interface TopicLookup {
  topicIdOf(name: string): string | undefined
  topicNameOf(topicId: string): string | undefined
  partitionCountOf(name: string): number | undefined
  topicNames(): Iterable<string>
}

/** How a request names a topic: by name, or by id since version 10 of the offset APIs (KIP-848). */
export interface TopicReference {
  readonly name: string
  readonly topicId: string
}

export const TOPIC_IDS_SINCE = 10

export function topicNameIn(reference: TopicReference, apiVersion: number, topics: TopicLookup): string | undefined {
  return apiVersion >= TOPIC_IDS_SINCE ? topics.topicNameOf(reference.topicId) : reference.name
}
