// One member of the simulation: reads its partitions record by record, and succeeds, fails, hangs or crashes as it was told to.
import { EARLIEST, LATEST, placeKey } from '../client/admin/list-offsets.ts'
import { type ClientRecord, decodeFetched } from '../client/client-record.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import { TopicReader } from '../client/topic-reader.ts'
import { GroupMember, Rebalancing } from './group-member.ts'
import { attemptOf } from './attempt-header.ts'
import { type Behaviour, outcomeOf } from './behaviour.ts'
import type { Place } from './consumer-protocol.ts'
import { forward } from './forward.ts'

export interface ConsumerSpec {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly behaviour: Behaviour
  readonly onFailure: { readonly kind: 'forward'; readonly topic: string } | { readonly kind: 'again' } | { readonly kind: 'skip' }
  readonly processingMs: number
  readonly fromBeginning: boolean
  readonly seed: number
}

export type EventKind = 'joined' | 'assigned' | 'succeeded' | 'failed' | 'hung' | 'crashed' | 'left' | 'problem'

export interface ConsumerEvent {
  readonly kind: EventKind
  readonly place: (Place & { readonly offset: number }) | null
  readonly attempt: number | null
  readonly key: string | null
  readonly message: string
}

export interface ConsumerDeps {
  /** A connection of its own, which it may drop. */
  readonly connect: () => ClusterConnection
  readonly tell: (event: ConsumerEvent) => void
}

const SESSION_TIMEOUT_MS = 6000
const REBALANCE_TIMEOUT_MS = 10_000
const HEARTBEAT_MS = 1000
const FETCH_WAIT_MS = 250
/** Longer than the session: the group gives it up meanwhile. */
const HANG_MS = SESSION_TIMEOUT_MS + 2000
const RESTART_MS = 1500
const PROBLEM_MS = 2000
const AGAIN_MS = 500
const MAX_KEY_LENGTH = 80
const MAX_REMEMBERED = 50_000

/** It drops everything; the next life begins from what was committed. */
class Crashed extends Error {
  override readonly name = 'Crashed'
}

interface Session {
  readonly cluster: ClusterConnection
  readonly member: GroupMember
  /** Ends with the assignment: the group wants it back, or the simulation is over. */
  readonly signal: AbortSignal
}

export class SimulatedConsumer {
  readonly #spec: ConsumerSpec
  readonly #deps: ConsumerDeps
  /** How often a record was given to us. */
  readonly #deliveries = new Map<string, number>()
  #isHanging = false

  constructor(spec: ConsumerSpec, deps: ConsumerDeps) {
    this.#spec = spec
    this.#deps = deps
  }

  /** One life after the other until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const cluster = this.#deps.connect()
      try {
        await this.#live(cluster, signal)
      } catch (error) {
        const isCrash = error instanceof Crashed
        if (!isCrash && !signal.aborted) this.#say('problem', error instanceof Error ? error.message : String(error))
        await cluster.pause(isCrash ? RESTART_MS : PROBLEM_MS, signal)
      } finally {
        await cluster.close()
      }
    }
  }

  async #live(cluster: ClusterConnection, signal: AbortSignal): Promise<void> {
    const { groupId, topics } = this.#spec
    const member = new GroupMember(cluster, { groupId, topics, sessionTimeoutMs: SESSION_TIMEOUT_MS, rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS })
    while (!signal.aborted) {
      try {
        const places = await unlessAborted(member.join(), signal)
        if (places === null) break
        this.#say('joined', `Joined group "${groupId}" as ${member.memberId}.`)
        this.#say('assigned', places.length === 0 ? 'Got no partition: there are more members than partitions.' : `Reads ${places.map(({ topic, partition }) => `${topic}/${partition}`).join(', ')}.`)
        await this.#consume({ cluster, member, signal }, places)
      } catch (error) {
        if (!(error instanceof Rebalancing)) throw error
      }
    }
    await member.leave()
    this.#say('left', `Left group "${groupId}".`)
  }

  /** Until the group rebalances; heartbeats go on beside the work, as in every client. */
  async #consume({ cluster, member, signal }: Session, places: readonly Place[]): Promise<void> {
    const ended = new AbortController()
    const abort = (): void => ended.abort()
    signal.addEventListener('abort', abort)
    let lost: Error | undefined
    const beat = cluster.timers.every(HEARTBEAT_MS, () => {
      if (this.#isHanging) return
      member.heartbeat().catch((error: unknown) => {
        lost ??= error instanceof Error ? error : new Error(String(error))
        abort()
      })
    })
    try {
      await this.#read({ cluster, member, signal: ended.signal }, places)
      if (lost !== undefined) throw lost
    } finally {
      beat()
      signal.removeEventListener('abort', abort)
    }
  }

  async #read(session: Session, places: readonly Place[]): Promise<void> {
    const { cluster, member, signal } = session
    const readers = new Map<string, TopicReader>()
    for (const { topic } of places) if (!readers.has(topic)) readers.set(topic, await TopicReader.open(cluster, topic))
    const committed = await member.committed()
    const positions = new Map<Place, number>()
    for (const place of places) positions.set(place, committed.get(placeKey(place)) ?? (await readers.get(place.topic)!.offset(place.partition, this.#spec.fromBeginning ? EARLIEST : LATEST)))
    while (!signal.aborted) {
      let isIdle = true
      for (const place of places) {
        if (signal.aborted) return
        const from = positions.get(place)!
        const { bytes } = await readers.get(place.topic)!.fetch(place.partition, from)
        const { records, nextOffset } = decodeFetched(place.partition, bytes, from)
        if (nextOffset > from) isIdle = false
        positions.set(place, await this.#handleAll(session, place, records, nextOffset))
      }
      if (isIdle) await cluster.pause(FETCH_WAIT_MS, signal)
    }
  }

  /** The offset to go on from. */
  async #handleAll(session: Session, place: Place, records: readonly ClientRecord[], nextOffset: number): Promise<number> {
    for (const record of records) {
      const offset = Number(record.offset)
      if (session.signal.aborted) return offset
      const isDone = await this.#handle(session, { ...place, offset }, record)
      if (!isDone) return offset
      await session.member.commit(place, offset + 1)
    }
    return nextOffset
  }

  /** False when the record stays to be read again. */
  async #handle(session: Session, place: Place & { offset: number }, record: ClientRecord): Promise<boolean> {
    const { cluster, signal } = session
    const { behaviour, seed, processingMs, onFailure } = this.#spec
    const deliveriesBefore = this.#delivered(place)
    const attempt = Math.max(attemptOf(record.headers), deliveriesBefore + 1)
    if (processingMs > 0) await cluster.pause(processingMs, signal)
    if (signal.aborted) return false
    const outcome = outcomeOf(behaviour, seed, { ...place, key: record.key, value: record.value, attempt, deliveriesBefore })
    const tell = (kind: EventKind, message: string): void => this.#deps.tell({ kind, place, attempt, key: keyText(record.key), message })
    if (outcome === 'hang') {
      tell('hung', `Hung for ${HANG_MS / 1000} s: the group gives it up after ${SESSION_TIMEOUT_MS / 1000} s.`)
      await this.#hang(session)
      return false
    }
    if (outcome === 'crash') {
      tell('crashed', 'Crashed before the commit. It starts again, and the record is delivered once more.')
      await session.member.vanish()
      throw new Crashed('The simulated consumer crashed.')
    }
    if (outcome === 'succeed') {
      tell('succeeded', attempt === 1 ? 'Processed.' : `Processed at attempt ${attempt}.`)
      return true
    }
    if (onFailure.kind === 'forward') await forward(cluster, onFailure.topic, place, record, attempt)
    tell('failed', failureWords(onFailure))
    if (onFailure.kind !== 'again') return true
    await cluster.pause(AGAIN_MS, signal)
    return false
  }

  /** Neither polls nor beats. */
  async #hang({ cluster, signal }: Session): Promise<void> {
    this.#isHanging = true
    await cluster.pause(HANG_MS, signal)
    this.#isHanging = false
  }

  #delivered({ topic, partition, offset }: Place & { offset: number }): number {
    const key = `${topic}/${partition}/${offset}`
    const before = this.#deliveries.get(key) ?? 0
    if (this.#deliveries.size >= MAX_REMEMBERED) this.#deliveries.delete(this.#deliveries.keys().next().value!)
    this.#deliveries.set(key, before + 1)
    return before
  }

  #say(kind: EventKind, message: string): void {
    this.#deps.tell({ kind, place: null, attempt: null, key: null, message })
  }
}

/** null where it was aborted first; what the work comes to is then nobody's business. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(null)
    const abort = (): void => resolve(null)
    signal.addEventListener('abort', abort)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function failureWords(onFailure: ConsumerSpec['onFailure']): string {
  if (onFailure.kind === 'forward') return `Failed; sent to "${onFailure.topic}" and committed.`
  return onFailure.kind === 'again' ? 'Failed; reads it again without a commit.' : 'Failed; skipped and committed.'
}

function keyText(key: Buffer | null): string | null {
  return key === null ? null : key.toString('utf8').slice(0, MAX_KEY_LENGTH)
}
