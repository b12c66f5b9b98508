// A consumer of single partitions, in either isolation level: from where it was, or from anywhere.
import type { Random } from '../../core/base/random.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { ListOffsets } from '../../core/protocol/messages/list-offsets.ts'
import { Actor } from './actor.ts'
import { checkCommitted } from './committed-records.ts'
import type { LogModel } from './log-model.ts'
import { isGone } from './producer.ts'
import type { Place, Topics } from './topics.ts'
import type { World } from './world.ts'

const EARLIEST = -2

export class Reader extends Actor {
  readonly #topics: Topics
  readonly #isolationLevel: 0 | 1
  readonly #positions = new Map<LogModel, number>()

  constructor(name: string, world: World, topics: Topics, isolationLevel: 0 | 1) {
    super(name, world)
    this.#topics = topics
    this.#isolationLevel = isolationLevel
  }

  protected async turn(random: Random): Promise<void> {
    const place = this.#topics.pick(random)
    if (place === undefined) return
    const { log } = place
    const isWandering = random.below(3) === 0
    const position = isWandering ? log.logStartOffset + random.below(Math.max(1, log.highWatermark - log.logStartOffset)) : (this.#positions.get(log) ?? 0)
    const next = await this.#fetch(place, position, random.below(3) === 0 ? 200 : 0, random.below(3) === 0 ? 300 : 1_000_000)
    if (!isWandering && next !== undefined) this.#positions.set(log, next)
  }

  async #fetch(place: Place, position: number, maxWaitMs: number, maxBytes: number): Promise<number | undefined> {
    const { topic, index, log } = place
    const open = log.openTransactions(this.world.time.latestMs)
    const response = await this.client.send(Fetch, 13, {
      maxWaitMs,
      minBytes: 1,
      isolationLevel: this.#isolationLevel,
      topics: [{ topicId: topic.topicId, partitions: [{ partition: index, fetchOffset: position, partitionMaxBytes: maxBytes }] }],
      forgottenTopicsData: [],
    })
    this.world.require(response.errorCode === 0, () => `${this.name}: Fetch answered ${errorOf(response.errorCode).name}`)
    const fetched = response.responses[0]!.partitions[0]!
    if (fetched.errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) return this.#earliest(place, position)
    if (isGone(fetched.errorCode, place)) return undefined
    this.world.require(fetched.errorCode === 0, () => `${this.name}: Fetch of ${log.title} at ${position} answered ${errorOf(fetched.errorCode).name}`)
    log.bounds(fetched, this.world.time.latestMs)
    log.checkStable(open, fetched, this.world.time.latestMs)
    const records = fetched.records ?? Buffer.alloc(0)
    const next = log.read(records, position)
    const limit = this.#isolationLevel === 1 ? fetched.lastStableOffset : fetched.highWatermark
    this.world.require(next <= Math.max(limit, position), () => `${this.name}: Fetch of ${log.title} gave records up to ${next}, beyond ${limit}`)
    if (this.#isolationLevel === 1) checkCommitted(log, records, position, fetched.abortedTransactions ?? [])
    return next
  }

  /** Only what was deleted is out of range. */
  async #earliest({ topic, index, log }: Place, position: number): Promise<number | undefined> {
    const asked = { replicaId: -1, isolationLevel: 0, topics: [{ name: topic.name, partitions: [{ partitionIndex: index, timestamp: EARLIEST }] }] }
    const answer = (await this.client.send(ListOffsets, 7, asked)).topics[0]!.partitions[0]!
    if (topic.fate !== 'live') return undefined
    this.world.require(answer.errorCode === 0, () => `${this.name}: ListOffsets of ${log.title} answered ${errorOf(answer.errorCode).name}`)
    this.world.require(position < answer.offset, () => `${this.name}: offset ${position} of ${log.title} is out of range; the log starts at ${answer.offset}`)
    return answer.offset
  }
}
