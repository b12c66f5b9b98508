// One fetch session (KIP-227): the partitions that its client reads, in the order of their turn, and what the client was told of each.
import type { RequestOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Fetch } from '../../protocol/messages/fetch.ts'
import type { PartitionAnswer, TopicAnswer, WantedPartition, WantedTopic } from './read-partitions.ts'

type Request = RequestOf<typeof Fetch>
type PartitionRequest = Request['topics'][number]['partitions'][number]

interface SessionPartition extends WantedPartition {
  readonly topic: string
  readonly topicId: string
  currentLeaderEpoch: number
  fetchOffset: number
  lastFetchedEpoch: number
  partitionMaxBytes: number
  toldHighWatermark: number
  toldLogStartOffset: number
}

interface SessionTopic extends WantedTopic {
  readonly partitions: SessionPartition[]
}

const NOTHING_TOLD = -1
const FIRST_EPOCH = 1
const LAST_EPOCH = 0x7fff_ffff

export class FetchSession {
  readonly id: number
  readonly usesTopicIds: boolean
  readonly createdMs: number
  lastUsedMs: number
  /** Of the next request. */
  epoch = FIRST_EPOCH
  /** Whether a larger session may take its place. */
  isEvictable = false
  readonly #partitions = new Map<string, SessionPartition>()
  /** The partitions by topic, neighbours together; null after their order changed. */
  #topics: SessionTopic[] | null = null

  constructor(id: number, usesTopicIds: boolean, nowMs: number) {
    this.id = id
    this.usesTopicIds = usesTopicIds
    this.createdMs = nowMs
    this.lastUsedMs = nowMs
  }

  get size(): number {
    return this.#partitions.size
  }

  static epochAfter(epoch: number): number {
    return epoch === LAST_EPOCH ? FIRST_EPOCH : epoch + 1
  }

  /** Takes in what a request adds, changes and forgets. */
  update({ topics, forgottenTopicsData }: Pick<Request, 'topics' | 'forgottenTopicsData'>): void {
    for (const { topic, topicId, partitions } of topics) for (const wanted of partitions) this.#want(topic, topicId, wanted)
    for (const { topic, topicId, partitions } of forgottenTopicsData) {
      for (const index of partitions) if (this.#partitions.delete(this.#keyOf(topic, topicId, index))) this.#topics = null
    }
  }

  /** What is to be read: every partition, those that had records last at the end. */
  get wanted(): readonly WantedTopic[] {
    return (this.#topics ??= this.#grouped())
  }

  /** Remembers what the client is told by a full answer, whose order becomes that of the session. */
  told(topics: readonly TopicAnswer[]): void {
    for (const { topic, topicId, partitions } of topics) {
      for (const answer of partitions) {
        const key = this.#keyOf(topic ?? '', topicId ?? '', answer.partitionIndex)
        const partition = this.#partitions.get(key)
        if (partition === undefined) continue
        this.#remember(partition, answer)
        this.#moveToEnd(key, partition)
      }
    }
  }

  /** Of an answer what the client does not know yet. */
  news(topics: readonly TopicAnswer[]): TopicAnswer[] {
    return this.#news(topics, (partition, _, answer) => isNews(partition, answer))
  }

  /** The same, remembered as told. Partitions with records go to the end of the line, so that none is starved. */
  takeNews(topics: readonly TopicAnswer[]): TopicAnswer[] {
    return this.#news(topics, (partition, key, answer) => {
      if (!isNews(partition, answer)) return false
      this.#remember(partition, answer)
      if (bytesOf(answer) > 0) this.#moveToEnd(key, partition)
      return true
    })
  }

  #news(topics: readonly TopicAnswer[], isKept: (partition: SessionPartition, key: string, answer: PartitionAnswer) => boolean): TopicAnswer[] {
    const kept: TopicAnswer[] = []
    for (const { topic, topicId, partitions } of topics) {
      const news = partitions.filter((answer) => {
        const key = this.#keyOf(topic ?? '', topicId ?? '', answer.partitionIndex)
        const partition = this.#partitions.get(key)
        return partition !== undefined && isKept(partition, key, answer)
      })
      if (news.length > 0) kept.push({ topic, topicId, partitions: news })
    }
    return kept
  }

  #want(topic: string, topicId: string, wanted: PartitionRequest): void {
    const key = this.#keyOf(topic, topicId, wanted.partition)
    const known = this.#partitions.get(key)
    if (known === undefined) {
      this.#partitions.set(key, newPartition(topic, topicId, wanted))
      this.#topics = null
      return
    }
    known.currentLeaderEpoch = wanted.currentLeaderEpoch
    known.fetchOffset = wanted.fetchOffset
    known.lastFetchedEpoch = wanted.lastFetchedEpoch
    known.partitionMaxBytes = wanted.partitionMaxBytes
  }

  #remember(partition: SessionPartition, { errorCode, highWatermark, logStartOffset = -1 }: PartitionAnswer): void {
    // After an error the client is told the partition again, whatever becomes of it.
    partition.toldHighWatermark = errorCode === ErrorCode.NONE ? highWatermark : NOTHING_TOLD
    partition.toldLogStartOffset = logStartOffset
  }

  #moveToEnd(key: string, partition: SessionPartition): void {
    this.#partitions.delete(key)
    this.#partitions.set(key, partition)
    this.#topics = null
  }

  #keyOf(topic: string, topicId: string, index: number): string {
    return `${this.usesTopicIds ? topicId : topic}:${index}`
  }

  #grouped(): SessionTopic[] {
    const topics: SessionTopic[] = []
    let last: SessionTopic | undefined
    for (const partition of this.#partitions.values()) {
      const { topic, topicId } = partition
      if (last === undefined || last.topic !== topic || last.topicId !== topicId) topics.push((last = { topic, topicId, partitions: [] }))
      last.partitions.push(partition)
    }
    return topics
  }
}

function newPartition(topic: string, topicId: string, wanted: PartitionRequest): SessionPartition {
  const { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, partitionMaxBytes } = wanted
  return { topic, topicId, partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, partitionMaxBytes, toldHighWatermark: NOTHING_TOLD, toldLogStartOffset: NOTHING_TOLD }
}

function isNews(partition: SessionPartition, answer: PartitionAnswer): boolean {
  if (answer.errorCode !== ErrorCode.NONE || bytesOf(answer) > 0) return true
  return partition.toldHighWatermark !== answer.highWatermark || partition.toldLogStartOffset !== (answer.logStartOffset ?? -1)
}

const bytesOf = ({ records }: PartitionAnswer): number => (records as Buffer | null)?.length ?? 0
