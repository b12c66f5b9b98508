// Groups stuck at a record, on any cluster: looked for while somebody reads, and helped past it by a copy to a dead-letter topic and one step.
import type { Clock } from '../base/clock.ts'
import type { Timers } from '../base/timers.ts'
import { committedOffsetsOfMany } from '../client/admin/committed-offsets.ts'
import { commitOffsets } from '../client/admin/commit-offsets.ts'
import { committedOffsets } from '../client/admin/committed-offsets.ts'
import { findCoordinators } from '../client/admin/find-coordinators.ts'
import { type DescribedGroup, describeGroup, describeGroups, listGroups } from '../client/admin/groups.ts'
import { EARLIEST, LATEST, placeKey } from '../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import { pause } from '../client/pause.ts'
import { partitionForKey } from '../client/partitioner.ts'
import { produce } from '../client/producer.ts'
import { readRecord } from '../client/read-record.ts'
import { topicsByName } from '../client/sequenced-producer.ts'
import { TransactionalProducer } from '../client/transactional-producer.ts'
import type { PoisonPill, PoisonReport, RetryDialect } from '../contract/retries.ts'
import { type SeenPartition, StuckGroups, type StuckPartition } from '../deadletters/poison/stuck-groups.ts'
import { KafkaError } from '../protocol/error-codes.ts'
import type { RecordHeader } from '../protocol/records/record.ts'
import { headerDialects } from '../retries/headers/header-dialects.ts'
import { groupPlaces } from './group-places.ts'
import { offsetOf, offsetsAt } from './partition-offsets.ts'
import { invalidInput } from './service-error.ts'

export interface PoisonPillsOptions {
  readonly cluster: (connectionId: string) => ClusterConnection
  /** Of a retry policy of the local broker, by its source. */
  readonly deadLettersOf: (connectionId: string, topic: string) => string | null
  readonly clock: Clock
  readonly timers: Timers
}

export interface PillPlace {
  readonly connectionId: string
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

export interface CopyTo {
  readonly deadLetterTopic: string
  readonly headerDialect: RetryDialect
}

export interface Copied {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly committedOffset: bigint
}

const LOOK_MS = 3000
/** More would be many requests every few seconds on somebody's cluster. */
const MAX_GROUPS = 200
/** Groups that nobody runs may be many; they are the less certain ones. */
const MAX_STOPPED = 50
const EMPTY_STATES: ReadonlySet<string> = new Set(['Empty', 'Dead'])
const SUFFIXES = ['-dlt', '.DLT', '.dlq', '-dlq', '.dead-letter', '-dead-letter']

export class PoisonPills {
  readonly #options: PoisonPillsOptions
  /** What was seen stays known while Headwater runs, also when nobody looks for a while. */
  readonly #stuck = new Map<string, StuckGroups>()

  constructor(options: PoisonPillsOptions) {
    this.#options = options
  }

  async *watch(connectionId: string, signal: AbortSignal): AsyncGenerator<PoisonReport, void> {
    const startedMs = this.#options.clock.now()
    let last: PoisonReport = { pills: [], leftOut: 0, groups: 0, watchingMs: 0, readAtMs: startedMs, error: null }
    while (!signal.aborted) {
      last = await this.#report(connectionId, startedMs, last)
      yield last
      await pause(this.#options.timers, LOOK_MS, signal)
    }
  }

  /** In one transaction where the cluster allows one: a copy without the step, or the other way round, is not left behind. */
  async copyAndAdvance(place: PillPlace, to: CopyTo): Promise<Copied> {
    const cluster = this.#options.cluster(place.connectionId)
    await refuseUnlessStuckThere(cluster, place)
    const { groupId, topic, partition, offset } = place
    const record = await readRecord(cluster, topic, partition, offset)
    const headers = this.#headers(place, to, record.headers, record.timestamp)
    const target = await cluster.topic(to.deadLetterTopic)
    const count = target.partitions.length
    const chosen = partition < count ? partition : record.key === null ? partition % count : partitionForKey(record.key, count)
    const copy = { key: record.key, value: record.value, headers, timestamp: this.#options.clock.now() }
    const commit = { groupId, topic, partition, offset: Number(offset) + 1, metadata: '' }
    const copied = await copyAndCommit(cluster, to.deadLetterTopic, chosen, copy, commit)
    return { topic: to.deadLetterTopic, partition: chosen, offset: BigInt(copied), committedOffset: offset + 1n }
  }

  #headers({ groupId, topic, partition, offset }: PillPlace, { headerDialect }: CopyTo, headers: readonly RecordHeader[], timestamp: bigint): RecordHeader[] {
    const dialect = headerDialects[headerDialect]
    const message = `Group "${groupId}" did not get past it; copied by hand.`
    return dialect.toDeadLetters(headers, {
      attempt: dialect.attemptOf(headers),
      failedAtMs: this.#options.clock.now(),
      group: groupId,
      origin: { topic, partition, offset: Number(offset), timestampMs: timestamp < 0n ? null : Number(timestamp) },
      error: { className: 'Headwater.PoisonPill', message, stack: null },
    })
  }

  async #report(connectionId: string, startedMs: number, last: PoisonReport): Promise<PoisonReport> {
    const { clock } = this.#options
    try {
      const cluster = this.#options.cluster(connectionId)
      const known = this.#stuckOf(connectionId)
      const { seen, groups } = await look(cluster, known.uncommitted())
      const { told, leftOut } = mostCertain(known.look(seen, clock.now()), seen)
      const existing = await existingDeadLetters(cluster, told)
      const pills = told.map((one) => this.#pillOf(connectionId, one, existing.get(one.topic) ?? null))
      return { pills, leftOut, groups, watchingMs: clock.now() - startedMs, readAtMs: clock.now(), error: null }
    } catch (error) {
      // What was seen last stays on the screen, with its age.
      return { ...last, watchingMs: clock.now() - startedMs, error: error instanceof Error ? error.message : String(error) }
    }
  }

  #stuckOf(connectionId: string): StuckGroups {
    const known = this.#stuck.get(connectionId) ?? new StuckGroups()
    this.#stuck.set(connectionId, known)
    return known
  }

  #pillOf(connectionId: string, stuck: StuckPartition, existing: string | null): PoisonPill {
    const { groupId, topic, partition, committedOffset, endOffset, stuckSinceMs, seenAtMs, memberChanges, observations, state, memberIds, certainty, why } = stuck
    return {
      groupId, topic, partition, stuckSinceMs, seenAtMs, memberChanges, observations, state, certainty, why,
      offset: BigInt(committedOffset),
      lag: BigInt(endOffset - committedOffset),
      memberCount: memberIds.length,
      obstacle: EMPTY_STATES.has(state) ? null : busy(groupId, memberIds.length),
      deadLetterTopic: this.#options.deadLettersOf(connectionId, topic) ?? existing,
    }
  }
}

const busy = (groupId: string, members: number): string =>
  `Group "${groupId}" has ${members} ${members === 1 ? 'member' : 'members'}. Stop its consumers first: only a group without members can be moved.`

/** By topic; asked once, for all of them. */
async function existingDeadLetters(cluster: ClusterConnection, stuck: readonly StuckPartition[]): Promise<Map<string, string>> {
  const names = new Map([...new Set(stuck.map(({ topic }) => topic))].map((topic) => [topic, SUFFIXES.map((suffix) => `${topic}${suffix}`)]))
  if (names.size === 0) return new Map()
  const { topics } = await cluster.metadata([...names.values()].flat())
  const there = new Set(topics.flatMap(({ name, errorCode }) => (errorCode === 0 ? [name] : [])))
  return new Map([...names].flatMap(([topic, candidates]) => candidates.filter((name) => there.has(name)).slice(0, 1).map((name) => [topic, name] as const)))
}

/** Those that are stuck, then those that have stopped: first groups with few partitions behind, as one that merely does not run is behind everywhere. */
function mostCertain(stuck: readonly StuckPartition[], seen: readonly SeenPartition[]): { told: StuckPartition[]; leftOut: number } {
  const behind = new Map<string, number>()
  for (const { groupId, committedOffset, endOffset } of seen) if (endOffset > committedOffset) behind.set(groupId, (behind.get(groupId) ?? 0) + 1)
  const stopped = stuck.filter(({ certainty }) => certainty === 'stopped').toSorted((a, b) => behind.get(a.groupId)! - behind.get(b.groupId)!)
  return { told: [...stuck.filter(({ certainty }) => certainty === 'stuck'), ...stopped.slice(0, MAX_STOPPED)], leftOut: Math.max(0, stopped.length - MAX_STOPPED) }
}

/** `known`: where groups without a commit were seen to read, which have to be asked about by name. */
async function look(cluster: ClusterConnection, known: readonly SeenPartition[]): Promise<{ seen: SeenPartition[]; groups: number }> {
  const listed = (await listGroups(cluster)).filter(({ type, protocolType }) => (type === 'classic' || type === '') && (protocolType === 'consumer' || protocolType === ''))
  const groupIds = listed.slice(0, MAX_GROUPS).map(({ groupId }) => groupId)
  const coordinators = groupIds.length === 0 ? new Map<string, number>() : await findCoordinators(cluster, groupIds)
  const byCoordinator = Map.groupBy(groupIds.filter((groupId) => typeof coordinators.get(groupId) === 'number'), (groupId) => coordinators.get(groupId) as number)
  const read = (await Promise.all(Array.from(byCoordinator, async ([coordinator, ids]) => readGroups(cluster, coordinator, ids, known)))).flat()
  const gone = known.filter(({ groupId }) => !groupIds.includes(groupId)).map((place) => ({ ...withoutMembers(place), state: 'Dead' }))
  const places = [...read, ...gone]
  const [starts, ends] = await offsetsAt(cluster, places, [EARLIEST, LATEST])
  const seen = places.flatMap(({ commit, ...place }) => {
    const [start, end] = [offsetOf(starts!.get(placeKey(place))), offsetOf(ends!.get(placeKey(place)))]
    return start === null || end === null ? [] : [{ ...place, hasCommitted: commit !== null, committedOffset: commit ?? Number(start), endOffset: Number(end) }]
  })
  return { seen, groups: groupIds.length }
}

/** `commit`: null where the group has none. */
type ReadPlace = Omit<SeenPartition, 'committedOffset' | 'hasCommitted' | 'endOffset'> & { readonly commit: number | null }

const withoutMembers = ({ groupId, topic, partition }: Pick<SeenPartition, 'groupId' | 'topic' | 'partition'>): Omit<ReadPlace, 'state'> => ({ groupId, topic, partition, memberIds: [], isAssigned: false, commit: null })

async function readGroups(cluster: ClusterConnection, coordinator: number, groupIds: readonly string[], known: readonly SeenPartition[]): Promise<ReadPlace[]> {
  const [described, committed] = await Promise.all([describeGroups(cluster, coordinator, groupIds), committedOffsetsOfMany(cluster, coordinator, groupIds)])
  return groupIds.flatMap((groupId) => {
    const [group, commits] = [described.get(groupId), committed.get(groupId)]
    if (group === undefined || group instanceof Error || commits === undefined || commits instanceof Error || group.type !== 'classic') return []
    const { state } = group
    const memberIds = group.members.map(({ memberId }) => memberId)
    const places = groupPlaces(group.members, commits)
    const read = places.flatMap(({ topic, partition, commit, memberId }) => (commit !== undefined && commit.error !== null ? [] : [{ groupId, topic, partition, state, memberIds, isAssigned: memberId !== null, commit: commit?.offset ?? null }]))
    const keys = new Set(places.map(placeKey))
    const unassigned = known.filter((place) => place.groupId === groupId && !keys.has(placeKey(place))).map((place) => ({ ...withoutMembers(place), state, memberIds }))
    return [...read, ...unassigned]
  })
}

/** What is on the screen may be seconds old. */
async function refuseUnlessStuckThere(cluster: ClusterConnection, { groupId, topic, partition, offset }: PillPlace): Promise<void> {
  const [group, committed] = await Promise.all([groupNow(cluster, groupId), committedOffsets(cluster, groupId)])
  if (!EMPTY_STATES.has(group.state)) throw invalidInput('groupId', busy(groupId, group.members.length))
  const now = committed.find((commit) => commit.topic === topic && commit.partition === partition)?.offset ?? null
  const stands = now ?? (await firstOffset(cluster, topic, partition))
  if (stands === null || BigInt(stands) !== offset) {
    const where = now === null ? `has committed nothing there, and the first record is ${stands === null ? 'not known' : `at offset ${stands}`}` : `is at offset ${now} there`
    throw invalidInput('offset', `Group "${groupId}" ${where}, not at ${offset}: it has moved meanwhile.`, 'Look at the list again.')
  }
}

/** One that has never committed is gone with its last member. */
async function groupNow(cluster: ClusterConnection, groupId: string): Promise<Pick<DescribedGroup, 'state' | 'members'>> {
  try {
    return await describeGroup(cluster, groupId)
  } catch (error) {
    if (error instanceof KafkaError && error.errorName === 'GROUP_ID_NOT_FOUND') return { state: 'Dead', members: [] }
    throw error
  }
}

/** Where a group that has committed nothing begins, as far as can be told from outside. */
async function firstOffset(cluster: ClusterConnection, topic: string, partition: number): Promise<bigint | null> {
  const [starts] = await offsetsAt(cluster, [{ topic, partition }], [EARLIEST])
  return offsetOf(starts!.get(placeKey({ topic, partition })))
}

interface Copy {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly RecordHeader[]
  readonly timestamp: number
}

interface GroupStep {
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly metadata: string
}

const TRANSACTION_TIMEOUT_MS = 15_000

async function copyAndCommit(cluster: ClusterConnection, topic: string, partition: number, copy: Copy, step: GroupStep): Promise<number> {
  const transactionalId = `headwater.poison.${step.groupId}`
  let producer: TransactionalProducer
  try {
    producer = await TransactionalProducer.open(cluster, { transactionalId, transactionTimeoutMs: TRANSACTION_TIMEOUT_MS, deliveryTimeoutMs: TRANSACTION_TIMEOUT_MS })
  } catch (error) {
    if (!(error instanceof KafkaError && ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'UNSUPPORTED_VERSION'].includes(error.errorName))) throw error
    const { offset } = await produce(cluster, { topic, partition, key: copy.key, value: copy.value, headers: copy.headers })
    await commitOffsets(cluster, step.groupId, [step])
    return offset
  }
  try {
    const [outcome] = await producer.produce([{ topic, partition, records: [copy] }], await topicsByName(cluster, [topic]))
    if (outcome!.error !== null) throw outcome!.error
    await producer.commitOffset(step)
    await producer.end(true)
    return outcome!.baseOffset
  } catch (error) {
    await producer.end(false).catch(() => undefined) // the first error is the one to tell; the transaction ends by its timeout
    throw error
  }
}
