// The topics of a run, living and gone, as somebody knows them who has seen every answer.
import { assert } from '../../core/base/assert.ts'
import type { Random } from '../../core/base/random.ts'
import { Metadata } from '../../core/protocol/messages/metadata.ts'
import { LogModel } from './log-model.ts'
import { Violation, type World } from './world.ts'

/** `doubtful`: a deletion was sent and not answered. */
export type TopicFate = 'live' | 'doubtful' | 'gone'

/** What a topic keeps. */
export interface TopicKind {
  readonly retentionMs: number
  readonly isCompacted: boolean
}

export class SimTopic {
  readonly name: string
  readonly topicId: string
  readonly logs: readonly LogModel[]
  fate: TopicFate = 'live'

  constructor(name: string, topicId: string, partitions: number, { retentionMs, isCompacted }: TopicKind) {
    this.name = name
    this.topicId = topicId
    this.logs = Array.from({ length: partitions }, (_, index) => {
      const log = new LogModel(`${name}-${index} (${topicId})`)
      log.retentionMs = retentionMs
      log.isCompacted = isCompacted
      return log
    })
  }
}

/** A topic and one of its partitions. */
export interface Place {
  readonly topic: SimTopic
  readonly index: number
  readonly log: LogModel
}

export class Topics {
  readonly all: SimTopic[] = []
  /** Creations that were sent and not answered, by name: what they asked for. */
  readonly expected = new Map<string, TopicKind>()

  get live(): SimTopic[] {
    return this.all.filter(({ fate }) => fate === 'live')
  }

  byId(topicId: string): SimTopic | undefined {
    return this.all.find((topic) => topic.topicId === topicId)
  }

  add(topic: SimTopic): void {
    assert(this.byId(topic.topicId) === undefined, `topic id ${topic.topicId} was given out twice`)
    this.all.push(topic)
  }

  pick(random: Random): Place | undefined {
    const { live } = this
    if (live.length === 0) return undefined
    const topic = live[random.below(live.length)]!
    const index = random.below(topic.logs.length)
    return { topic, index, log: topic.logs[index]! }
  }

  /** After a restart: what was doubtful is decided, what was acknowledged is as it was. */
  async compare(world: World): Promise<void> {
    const client = world.connect('directory')
    const { topics } = await client.send(Metadata, 12, { topics: null, allowAutoTopicCreation: false, includeTopicAuthorizedOperations: false })
    client.close()
    const found = new Map(topics.map((topic) => [topic.topicId, topic]))
    for (const topic of this.all) {
      const exists = found.has(topic.topicId)
      if (topic.fate === 'live' && !exists) throw new Violation(`topic ${topic.name} (${topic.topicId}) is gone after a restart`)
      if (topic.fate === 'gone' && exists) throw new Violation(`topic ${topic.name} (${topic.topicId}) was deleted and is back after a restart`)
      topic.fate = exists ? 'live' : 'gone'
    }
    for (const { topicId, name, partitions } of found.values()) {
      if (this.byId(topicId) !== undefined || name!.startsWith('__')) continue
      const kind = this.expected.get(name!)
      if (kind === undefined) throw new Violation(`topic ${name} (${topicId}) exists after a restart and nobody asked for it`)
      this.add(new SimTopic(name!, topicId, partitions.length, kind))
    }
    this.expected.clear()
  }
}
