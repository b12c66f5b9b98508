// Which topic names are legal, which collide, and which topics belong to the broker itself.

export const MAX_TOPIC_NAME_LENGTH = 249

const LEGAL = /^[a-zA-Z0-9._-]+$/
const INTERNAL_TOPICS: ReadonlySet<string> = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state'])

/** The log of KRaft's own metadata in Kafka; never a topic that a client may create. */
export const CLUSTER_METADATA_TOPIC = '__cluster_metadata'

export function isInternalTopic(name: string): boolean {
  return INTERNAL_TOPICS.has(name)
}

/**
 * Names that differ only in `.` and `_` share one key: Kafka forbids them side by side, because metric names turn both into `_`.
 */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_')
}

/** A sentence that says why `name` cannot be a new topic's name, or null. `existing` is the topic that has the same collision key. */
export function validateTopicName(name: string, existing?: string): string | null {
  if (name === '') return 'A topic name must not be empty.'
  if (name === '.' || name === '..') return `Topic name "${name}" is not allowed.`
  if (name.length > MAX_TOPIC_NAME_LENGTH) {
    return `Topic name "${name.slice(0, 40)}…" has ${name.length} characters; at most ${MAX_TOPIC_NAME_LENGTH} are allowed.`
  }
  if (!LEGAL.test(name)) return `Topic name "${name}" may only contain ASCII letters, digits, ".", "_" and "-".`
  if (existing !== undefined && existing !== name) {
    return `Topic name "${name}" collides with the topic "${existing}": "." and "_" count as the same character.`
  }
  return null
}
