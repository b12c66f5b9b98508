// All fetch sessions (KIP-227): given out while there is room, found again by id and epoch, evicted as in Kafka. As there they belong to no connection.
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { RequestOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Fetch } from '../../protocol/messages/fetch.ts'
import { FetchSession } from './fetch-session.ts'
import type { TopicAnswer } from './read-partitions.ts'

type Request = RequestOf<typeof Fetch>

export interface FetchSessionsDeps {
  readonly clock: Clock
  readonly random: Random
  /** `max.incremental.fetch.session.cache.slots` */
  readonly maxSessions: () => number
}

/** A session id of none. */
export const NO_SESSION = 0
const FIRST_VERSION_WITH_TOPIC_IDS = 13
const ID_LIMIT = 0x7fff_ffff
/** A session that was quiet for longer gives way to any other; one that is older than this to a larger one. */
const EVICTION_MS = 120_000
/** Over all sessions: their number alone does not bound memory. */
const MAX_PARTITIONS = 500_000

export class FetchSessions {
  readonly #deps: FetchSessionsDeps
  /** The one that was quiet longest first. */
  readonly #sessions = new Map<number, FetchSession>()
  #partitions = 0

  constructor(deps: FetchSessionsDeps) {
    this.#deps = deps
  }

  get count(): number {
    return this.#sessions.size
  }

  get partitionCount(): number {
    return this.#partitions
  }

  /** A full fetch ends the session that it names. */
  close(id: number): void {
    const session = this.#sessions.get(id)
    if (session !== undefined) this.#remove(session)
  }

  /** The id of a new session for what a full fetch asked and was answered; NO_SESSION while there is no room for it. */
  create(request: Request, topics: readonly TopicAnswer[], apiVersion: number): number {
    const size = request.topics.reduce((sum, { partitions }) => sum + partitions.length, 0)
    const nowMs = this.#deps.clock.monotonic()
    if (this.#partitions + size > MAX_PARTITIONS) return NO_SESSION
    if (this.#sessions.size >= this.#deps.maxSessions() && !this.#evictFor(size, nowMs)) return NO_SESSION
    const session = new FetchSession(this.#newId(), apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS, nowMs)
    session.update({ topics: request.topics, forgottenTopicsData: [] })
    session.told(topics)
    this.#sessions.set(session.id, session)
    this.#partitions += session.size
    return session.id
  }

  /** The session that an incremental fetch goes on with, changed by it; null when nothing is left in it, which ends it; or the error. */
  continue(request: Request, apiVersion: number): FetchSession | null | number {
    const session = this.#sessions.get(request.sessionId)
    if (session === undefined) return ErrorCode.FETCH_SESSION_ID_NOT_FOUND
    if (session.epoch !== request.sessionEpoch) return ErrorCode.INVALID_FETCH_SESSION_EPOCH
    if (session.usesTopicIds !== apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS) return ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR
    const sizeBefore = session.size
    session.update(request)
    this.#partitions += session.size - sizeBefore
    if (session.size === 0 || this.#partitions > MAX_PARTITIONS) {
      this.#remove(session)
      return session.size === 0 ? null : ErrorCode.FETCH_SESSION_ID_NOT_FOUND
    }
    this.#touch(session)
    session.epoch = FetchSession.epochAfter(session.epoch)
    return session
  }

  #touch(session: FetchSession): void {
    const nowMs = this.#deps.clock.monotonic()
    session.lastUsedMs = nowMs
    session.isEvictable = nowMs - session.createdMs > EVICTION_MS
    this.#sessions.delete(session.id)
    this.#sessions.set(session.id, session)
  }

  /** True when one gave way: a quiet one, else the smallest of those that are old and smaller. */
  #evictFor(size: number, nowMs: number): boolean {
    const [quietest] = this.#sessions.values()
    if (quietest === undefined) return false
    if (nowMs - quietest.lastUsedMs > EVICTION_MS) {
      this.#remove(quietest)
      return true
    }
    const smallest = this.#smallestEvictable()
    if (smallest === undefined || smallest.size >= size) return false
    this.#remove(smallest)
    return true
  }

  #smallestEvictable(): FetchSession | undefined {
    let smallest: FetchSession | undefined
    for (const session of this.#sessions.values()) {
      if (session.isEvictable && (smallest === undefined || session.size < smallest.size)) smallest = session
    }
    return smallest
  }

  #remove(session: FetchSession): void {
    this.#sessions.delete(session.id)
    this.#partitions -= session.size
  }

  #newId(): number {
    for (;;) {
      const id = 1 + this.#deps.random.below(ID_LIMIT)
      if (!this.#sessions.has(id)) return id
    }
  }
}
