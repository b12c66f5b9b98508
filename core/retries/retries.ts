// Every retry policy of the broker: saved, run, stopped, and told of; and what a topic's delay lets be fetched.
import type { Clock } from '../base/clock.ts'
import { Event } from '../base/event.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import type { Logs } from '../log/logs.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import { SerialByKey } from '../metadata/serial-by-key.ts'
import type { Alongside, Topic, Topics } from '../metadata/topics.ts'
import type { Storage } from '../storage/storage.ts'
import { retryCursorsTable, retryPoliciesTable, type Write } from '../storage/tables.ts'
import { firstPositions, newPolicy, reboundPolicy } from './bind-policy.ts'
import { checkDraft, type Problem } from './check-draft.ts'
import { DelayClock } from './delay-clock.ts'
import { DelayedTopics } from './delayed-topics.ts'
import { draftNotes } from './draft-notes.ts'
import { Forwarder, type ForwarderDeps } from './forwarder.ts'
import { type FireTarget, PendingRecords, type PendingView } from './pending-records.ts'
import { policyOf, recordOf } from './policy-record.ts'
import { type PolicyView, viewOf } from './policy-view.ts'
import { RetryPolicyError } from './retry-policy-error.ts'
import type { PolicyDraft, RetryPolicy } from './retry-policy.ts'
import { type Stopped, stoppedBecause } from './stopped-because.ts'
import { planTopics, type PlannedTopic, tierConfigs } from './topic-plan.ts'

export interface RetriesDeps {
  readonly storage: Storage
  readonly topics: Topics
  readonly logs: Logs
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
}

export interface DraftPreview {
  readonly topics: readonly PlannedTopic[]
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
}

/** Policies are changed one after another. */
const ALL = 'policies'

export class Retries {
  /** A policy or what waits in it is not what it was. */
  readonly changed = new Event<void>()
  /** Ids of partitions of which more may be fetched by now. */
  readonly appeared: Event<readonly number[]>
  readonly #deps: RetriesDeps
  readonly #delayClock: DelayClock
  readonly #delayed: DelayedTopics
  readonly #forwarders = new Map<string, Forwarder>()
  /** Which forwarders take from a partition. */
  readonly #takers = new Map<number, Set<Forwarder>>()
  /** Topics whose deletion is on its way to disk: nothing may follow it there. */
  readonly #dying = new Set<string>()
  readonly #turns = new SerialByKey()
  readonly #awake = new Set<Forwarder>()
  readonly #unsubscribe: (() => void)[]
  #isClosed = false

  private constructor(deps: RetriesDeps) {
    this.#deps = deps
    this.#delayClock = new DelayClock(deps.clock)
    this.#delayed = new DelayedTopics({ ...deps, delayClock: this.#delayClock })
    this.appeared = this.#delayed.appeared
    this.#unsubscribe = this.#subscribe()
  }

  /** After every log was created. */
  static load(deps: RetriesDeps): Retries {
    const retries = new Retries(deps)
    for (const [policyId, record] of deps.storage.entries(retryPoliciesTable)) retries.#adopt(policyOf(policyId, record))
    return retries
  }

  // ---- what the broker asks -------------------------------------------------------------------------------------------------------

  /** One past the last offset that may be fetched; Infinity for a topic without a delay. */
  deliverableEnd(log: PartitionLog): number {
    return this.#delayed.endOf(log)
  }

  /** From here on nothing moves into or out of the topic: what was moved before is on disk before it goes (F8). */
  topicDeletion(topic: Topic): Alongside {
    this.#dying.add(topic.topicId)
    const writes: Write[] = []
    for (const [key] of this.#deps.storage.entries(retryCursorsTable)) if (key.includes(`/${topic.topicId}/`)) writes.push(retryCursorsTable.remove(key))
    return { writes, apply: () => undefined }
  }

  close(): void {
    this.#isClosed = true
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    for (const forwarder of this.#forwarders.values()) forwarder.close()
    this.#delayed.close()
  }

  // ---- what a person sees ---------------------------------------------------------------------------------------------------------

  /** Without a look at what waits. */
  saved(): RetryPolicy[] {
    return [...this.#forwarders.values()].map(({ policy }) => policy)
  }

  policies(): PolicyView[] {
    const parts = { ...this.#deps, delayed: this.#delayed, delayClock: this.#delayClock, stoppedBecause: (policy: RetryPolicy) => this.#stoppedBecause(policy) }
    return [...this.#forwarders.values()].map((forwarder) => viewOf(forwarder, parts)).toSorted((a, b) => a.policy.createdAtMs - b.policy.createdAtMs)
  }

  /** Throws RetryPolicyError. */
  policy(policyId: string): PolicyView {
    const view = this.policies().find(({ policy }) => policy.policyId === policyId)
    if (view === undefined) throw notThere(policyId)
    return view
  }

  preview(policyId: string | null, draft: PolicyDraft): DraftPreview {
    const { topics } = this.#deps
    const planned = planTopics(draft, topics)
    return { topics: planned, problems: this.#problemsOf(policyId, draft), notes: draftNotes(draft, planned, topics, (name) => this.#recordsIn(name), policyId === null) }
  }

  pending(policyId: string, topic: string | null, limit: number): { records: PendingView[]; total: number } {
    return this.#pendingOf(policyId).list(topic, limit)
  }

  // ---- what a person changes ------------------------------------------------------------------------------------------------------

  /** Creates what is missing, and the policy; or changes the one named. Rejects RetryPolicyError. */
  save(policyId: string | null, draft: PolicyDraft): Promise<PolicyView> {
    return this.#turns.run(ALL, async () => {
      const before = policyId === null ? null : this.#forwarder(policyId).policy
      this.#refuseProblems(before, policyId, draft)
      await this.#createMissing(draft)
      const policy = before === null ? newPolicy(draft, this.#deps) : reboundPolicy(before, draft, this.#forwarder(before.policyId).stops, this.#deps)
      await this.#deps.storage.commit({ writes: [retryPoliciesTable.put(policy.policyId, recordOf(policy)), ...firstPositions(policy, before, this.#deps)] })
      this.#adopt(policy)
      return this.policy(policy.policyId)
    })
  }

  pause(policyId: string): Promise<PolicyView> {
    return this.#change(policyId, (policy) => ({ ...policy, isPaused: true }))
  }

  /** Topics that were deleted are created again, all but the source. */
  resume(policyId: string): Promise<PolicyView> {
    return this.#turns.run(ALL, async () => {
      const { policy, stops } = this.#forwarder(policyId)
      this.#refuseProblems(policy, policyId, policy.draft)
      await this.#createMissing(policy.draft)
      const resumed = { ...reboundPolicy(policy, policy.draft, stops, this.#deps), isPaused: false }
      await this.#deps.storage.commit({ writes: [retryPoliciesTable.put(policyId, recordOf(resumed)), ...firstPositions(resumed, policy, this.#deps)] })
      this.#adopt(resumed)
      return this.policy(policyId)
    })
  }

  /** Keeps every topic. What waits is listed until it is fired or dismissed (F6); null = nothing waited. */
  async delete(policyId: string): Promise<PolicyView | null> {
    const view = await this.#change(policyId, (policy) => ({ ...policy, isDeleted: true }))
    if (this.pending(policyId, null, 1).total > 0) return view
    await this.dismiss(policyId)
    return null
  }

  /** Forgets a deleted policy; its records stay in their topics. */
  dismiss(policyId: string): Promise<void> {
    return this.#turns.run(ALL, async () => {
      const forwarder = this.#forwarders.get(policyId)
      if (forwarder === undefined) return
      if (!forwarder.policy.isDeleted) throw new RetryPolicyError('policyId', 'Only a deleted policy can be dismissed. Delete it first.')
      const { storage } = this.#deps
      const cursors = [...storage.entries(retryCursorsTable)].filter(([key]) => key.startsWith(`${policyId}/`))
      forwarder.close()
      await storage.commit({ writes: [retryPoliciesTable.remove(policyId), ...cursors.map(([key]) => retryCursorsTable.remove(key))] })
      this.#forwarders.delete(policyId)
      this.#noteTakers()
      this.changed.emit()
    })
  }

  /** Makes records due; resolves with how many. */
  async fire(policyId: string, target: FireTarget): Promise<number> {
    const fired = await this.#pendingOf(policyId).fire(target)
    this.#wake(this.#forwarder(policyId))
    this.changed.emit()
    return fired
  }

  /** As if so much time had passed for what waits now; resolves with how many records that are. */
  async warp(policyId: string, byMs: number): Promise<number> {
    const warped = await this.#pendingOf(policyId).warp(byMs)
    await this.#change(policyId, (policy) => ({ ...policy, warpedMs: policy.warpedMs + byMs }))
    return warped
  }

  #change(policyId: string, change: (policy: RetryPolicy) => RetryPolicy): Promise<PolicyView> {
    return this.#turns.run(ALL, async () => {
      const policy = change(this.#forwarder(policyId).policy)
      await this.#deps.storage.commit({ writes: [retryPoliciesTable.put(policyId, recordOf(policy))] })
      this.#adopt(policy)
      return this.policy(policyId)
    })
  }

  // ---- policies -------------------------------------------------------------------------------------------------------------------

  #adopt(policy: RetryPolicy): void {
    const known = this.#forwarders.get(policy.policyId)
    if (known) known.rebuild(policy)
    else this.#forwarders.set(policy.policyId, new Forwarder(policy, this.#forwarderDeps()))
    this.#noteTakers()
    this.#wake(this.#forwarder(policy.policyId))
    this.changed.emit()
  }

  #forwarderDeps(): ForwarderDeps {
    const { storage, topics, logs, clock, timers, logger } = this.#deps
    return {
      storage, topics, logs, clock, timers, logger,
      startedMs: this.#delayClock.startedMs,
      delayClock: this.#delayClock,
      stoppedBecause: (policy) => this.#stoppedBecause(policy),
      changed: (policy) => this.#moved(policy),
    }
  }

  /** A deleted policy is forgotten once nothing waits in it. */
  #moved(policy: RetryPolicy): void {
    this.changed.emit()
    if (!policy.isDeleted || this.pending(policy.policyId, null, 1).total > 0) return
    this.dismiss(policy.policyId).catch((error: unknown) => this.#deps.logger.warn(`A deleted retry policy could not be forgotten: ${String(error)}`))
  }

  #forwarder(policyId: string): Forwarder {
    const forwarder = this.#forwarders.get(policyId)
    if (forwarder === undefined) throw notThere(policyId)
    return forwarder
  }

  #pendingOf(policyId: string): PendingRecords {
    return new PendingRecords(this.#forwarder(policyId), this.#delayed, this.#delayClock)
  }

  #problemsOf(policyId: string | null, draft: PolicyDraft): Problem[] {
    const others = this.saved().filter((policy) => !policy.isDeleted && policy.policyId !== policyId)
    return checkDraft(draft, (name) => this.#deps.topics.get(name) !== undefined, others)
  }

  #refuseProblems(before: RetryPolicy | null, policyId: string | null, draft: PolicyDraft): void {
    if (before?.isDeleted === true) throw new RetryPolicyError('policyId', 'The policy was deleted. Make another one.')
    for (const field of ['source', 'group', 'mode'] as const) {
      if (before !== null && before.draft[field] !== draft[field]) throw new RetryPolicyError(field, `The ${field} of a policy stays. Make another policy, and delete this one.`)
    }
    const [problem] = this.#problemsOf(policyId, draft)
    if (problem !== undefined) throw new RetryPolicyError(problem.field, problem.message)
  }

  async #createMissing(draft: PolicyDraft): Promise<void> {
    const { topics } = this.#deps
    for (const { name, partitionCount, exists, configs, role, delayMs } of planTopics(draft, topics)) {
      if (!exists) await topics.getOrCreate({ name, partitionCount, configs })
      else if (role === 'tier' && draft.mode === 'delayed-topics') await topics.alterConfigs(name, (own) => ({ ...own, ...tierConfigs(draft, delayMs!) }), false)
    }
  }

  #recordsIn(name: string): number {
    return (this.#deps.topics.get(name)?.partitions ?? []).reduce((sum, id) => {
      const log = this.#deps.logs.get(id)
      return sum + (log === undefined ? 0 : log.highWatermark - log.logStartOffset)
    }, 0)
  }

  #stoppedBecause(policy: RetryPolicy): Stopped | null {
    return stoppedBecause(policy, (topicId) => this.#dying.has(topicId) || this.#deps.topics.getById(topicId) === undefined)
  }

  // ---- what happens around --------------------------------------------------------------------------------------------------------

  #subscribe(): (() => void)[] {
    const { storage, topics } = this.#deps
    const reshaped = (): void => {
      for (const forwarder of this.#forwarders.values()) forwarder.rebuild(forwarder.policy)
      this.#noteTakers()
      for (const forwarder of this.#forwarders.values()) this.#wake(forwarder)
      this.changed.emit()
    }
    const withTopic = (topic: Topic): void => {
      this.#delayed.update(topic)
      if (this.#forwarders.size > 0) reshaped()
    }
    return [
      storage.appended.on((ids) => this.#appended(ids)),
      storage.failed.on(() => {
        this.#dying.clear()
        for (const forwarder of this.#forwarders.values()) this.#wake(forwarder)
      }),
      topics.created.on(withTopic),
      topics.partitionsAdded.on(({ topic }) => withTopic(topic)),
      topics.configsChanged.on((topic) => this.#delayed.update(topic)),
      topics.deleted.on((topic) => {
        this.#dying.delete(topic.topicId)
        this.#delayed.remove(topic)
        if (this.#forwarders.size > 0) reshaped()
      }),
    ]
  }

  #appended(partitionIds: ReadonlySet<number>): void {
    this.#delayed.appended(partitionIds)
    if (this.#takers.size === 0) return
    const nowMs = this.#delayClock.now()
    for (const id of partitionIds) {
      for (const forwarder of this.#takers.get(id) ?? []) {
        for (const { queues } of forwarder.stops) for (const { log, arrivals } of queues) if (log.partitionId === id) arrivals.note(log.highWatermark, nowMs)
        this.#wake(forwarder)
        this.changed.emit()
      }
    }
  }

  #noteTakers(): void {
    this.#takers.clear()
    for (const forwarder of this.#forwarders.values()) {
      for (const { queues } of forwarder.stops) {
        for (const { log } of queues) this.#takers.set(log.partitionId, (this.#takers.get(log.partitionId) ?? new Set()).add(forwarder))
      }
    }
  }

  /** Once all of this turn is done: several partitions of a policy are one look. */
  #wake(forwarder: Forwarder): void {
    if (this.#awake.has(forwarder)) return
    this.#awake.add(forwarder)
    queueMicrotask(() => {
      this.#awake.delete(forwarder)
      if (!this.#isClosed) forwarder.run()
    })
  }
}

function notThere(policyId: string): RetryPolicyError {
  return new RetryPolicyError('policyId', `There is no retry policy ${policyId}. It may have been deleted in another window.`, 'NOT_FOUND')
}
