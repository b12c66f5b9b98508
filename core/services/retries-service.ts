// Answers what the workbench asks about retries: policies of the local broker, simulated consumers, and groups stuck at a record.
import type { Clock } from '../base/clock.ts'
import type { Event } from '../base/event.ts'
import type { Timers } from '../base/timers.ts'
import { pause } from '../client/pause.ts'
import type { PendingRetry, RetryPolicy, RetryPreview, Simulator } from '../contract/retries.ts'
import type { AuditFact } from '../deadletters/audit.ts'
import type { PendingView } from '../retries/pending-records.ts'
import type { PolicyView } from '../retries/policy-view.ts'
import type { Retries } from '../retries/retries.ts'
import { RetryPolicyError } from '../retries/retry-policy-error.ts'
import { snippetsFor } from '../retries/snippets/snippets.ts'
import type { ConsumerSimulator, SimulatorView } from '../simulator/consumer-simulator.ts'
import type { Answers } from './answers.ts'
import type { PoisonPills } from './poison-pills.ts'
import { invalidInput, notFound } from './service-error.ts'

type Procedures = Answers<'retries'>
type Input<Name extends keyof Procedures> = Parameters<Procedures[Name]>[0]

export interface RetriesServiceOptions {
  readonly retries: Retries
  readonly simulator: ConsumerSimulator
  readonly poisonPills: PoisonPills
  /** Where clients reach the local broker. */
  readonly bootstrapServers: string
  readonly clusterName: (connectionId: string) => string
  /** Of the local broker, for the ledger. */
  readonly local: { readonly connectionId: string; readonly clusterId: string }
  /** Keeps what was done, once there is somebody to keep it. */
  readonly audit: (fact: AuditFact) => Promise<unknown>
  readonly clock: Clock
  readonly timers: Timers
}

const WATCH_MS = 250
/** Counts of topics change without anything moving in a policy. */
const REFRESH_MS = 1000
const PREVIEW_LENGTH = 200

export class RetriesService implements Procedures {
  readonly #options: RetriesServiceOptions

  constructor(options: RetriesServiceOptions) {
    this.#options = options
  }

  // ---- policies -------------------------------------------------------------------------------------------------------------------

  list(): { policies: RetryPolicy[]; readAtMs: number } {
    return { policies: this.#options.retries.policies().map(policyOf), readAtMs: this.#options.clock.now() }
  }

  async *watch(_input: unknown, signal: AbortSignal): AsyncGenerator<{ policies: RetryPolicy[]; readAtMs: number }, void> {
    for await (const _ of this.#ticks(this.#options.retries.changed, REFRESH_MS, signal)) yield this.list()
  }

  preview({ policyId, draft }: Input<'preview'>): RetryPreview {
    const { topics, problems, notes } = this.#options.retries.preview(policyId, draft)
    return {
      topics: topics.map(({ role, name, delayMs, attempts, partitionCount, exists, configs }) => ({
        role, topic: name, delayMs, attempts: attempts === null ? null : [...attempts], partitions: partitionCount, exists,
        configs: Object.entries(configs).map(([config, value]) => ({ name: config, value })),
      })),
      problems: [...problems],
      notes: [...notes],
      snippets: snippetsFor(draft, this.#options.bootstrapServers),
    }
  }

  async save({ policyId, draft }: Input<'save'>): Promise<RetryPolicy> {
    const view = await asked(this.#options.retries.save(policyId, draft))
    await this.#audited(view, policyId === null ? 'Made a retry policy.' : 'Changed a retry policy.', [{ name: 'Revision', text: String(view.policy.revision) }, ...ladder(view)])
    return policyOf(view)
  }

  async pause({ policyId }: Input<'pause'>): Promise<RetryPolicy> {
    const view = await asked(this.#options.retries.pause(policyId))
    await this.#audited(view, 'Paused a retry policy.')
    return policyOf(view)
  }

  async resume({ policyId }: Input<'resume'>): Promise<RetryPolicy> {
    const view = await asked(this.#options.retries.resume(policyId))
    await this.#audited(view, 'Resumed a retry policy.')
    return policyOf(view)
  }

  async delete({ policyId }: Input<'delete'>): Promise<{ policy: RetryPolicy | null }> {
    const before = this.#policy(policyId)
    const left = await asked(this.#options.retries.delete(policyId))
    await this.#audited(before, 'Deleted a retry policy; its topics stay.')
    return { policy: left === null ? null : policyOf(left) }
  }

  async dismiss({ policyId }: Input<'dismiss'>): Promise<Record<string, never>> {
    const before = this.#policy(policyId)
    await asked(this.#options.retries.dismiss(policyId))
    await this.#audited(before, 'Dismissed what waited in a deleted retry policy; the records stay in their topics.')
    return {}
  }

  pending({ policyId, topic, limit }: Input<'pending'>): { records: PendingRetry[]; total: number; readAtMs: number } {
    this.#policy(policyId)
    const { records, total } = this.#options.retries.pending(policyId, topic, limit)
    return { records: records.map(pendingOf), total, readAtMs: this.#options.clock.now() }
  }

  async fireNow({ policyId, records, topic }: Input<'fireNow'>): Promise<{ records: number }> {
    const target = records === null ? { topic } : records.map(({ offset, ...place }) => ({ ...place, offset: Number(offset) }))
    const fired = await asked(this.#options.retries.fire(policyId, target))
    await this.#audited(this.#options.retries.policies().find(({ policy }) => policy.policyId === policyId) ?? null, `Made ${fired} waiting ${fired === 1 ? 'record' : 'records'} due.`)
    return { records: fired }
  }

  async warp({ policyId, byMs }: Input<'warp'>): Promise<{ records: number }> {
    const records = await asked(this.#options.retries.warp(policyId, byMs))
    await this.#audited(this.#policy(policyId), `Brought ${records} waiting ${records === 1 ? 'record' : 'records'} forward.`, [{ name: 'By, ms', text: String(byMs) }])
    return { records }
  }

  // ---- simulated consumers --------------------------------------------------------------------------------------------------------

  startSimulator(spec: Input<'startSimulator'>): Simulator {
    return simulatorOf(this.#options.simulator.start(spec))
  }

  async stopSimulator({ simulatorId }: Input<'stopSimulator'>): Promise<Simulator> {
    const stopped = await this.#options.simulator.stop(simulatorId)
    if (stopped === undefined) throw notFound('This simulated consumer is not there any more.')
    return simulatorOf(stopped)
  }

  removeSimulator({ simulatorId }: Input<'removeSimulator'>): Record<string, never> {
    if (!this.#options.simulator.remove(simulatorId)) throw invalidInput('simulatorId', 'This simulated consumer is still running.', 'Stop it first.')
    return {}
  }

  async *watchSimulators(_input: unknown, signal: AbortSignal): AsyncGenerator<{ simulators: Simulator[] }, void> {
    const { simulator } = this.#options
    for await (const _ of this.#ticks(simulator.changed, Number.POSITIVE_INFINITY, signal)) yield { simulators: simulator.list().map(simulatorOf) }
  }

  // ---- poison pills ---------------------------------------------------------------------------------------------------------------

  watchPoison({ connectionId }: Input<'watchPoison'>, signal: AbortSignal): ReturnType<Procedures['watchPoison']> {
    return this.#options.poisonPills.watch(connectionId, signal)
  }

  async copyAndAdvance({ deadLetterTopic, headerDialect, ...place }: Input<'copyAndAdvance'>): Promise<Awaited<ReturnType<Procedures['copyAndAdvance']>>> {
    const { connectionId, groupId, topic, partition, offset } = place
    const copied = await this.#options.poisonPills.copyAndAdvance(place, { deadLetterTopic, headerDialect })
    await this.#options.audit({
      connectionId,
      connectionName: this.#options.clusterName(connectionId),
      clusterId: connectionId === this.#options.local.connectionId ? this.#options.local.clusterId : null,
      action: 'poison-pill',
      subject: groupId,
      text: `Copied offset ${offset} of ${topic}/${partition} to "${deadLetterTopic}" and moved group "${groupId}" on by one.`,
      outcome: 'done',
      detail: [{ name: 'Copy', text: `${copied.topic}/${copied.partition} offset ${copied.offset}` }, { name: 'Offset before', text: String(offset) }, { name: 'Offset after', text: String(copied.committedOffset) }],
      jobId: null,
    })
    return copied
  }

  #policy(policyId: string): PolicyView {
    try {
      return this.#options.retries.policy(policyId)
    } catch (error) {
      throw told(error)
    }
  }

  async #audited(view: PolicyView | null, text: string, detail: readonly { name: string; text: string }[] = []): Promise<void> {
    if (view === null) return
    const { connectionId, clusterId } = this.#options.local
    await this.#options.audit({ connectionId, connectionName: this.#options.clusterName(connectionId), clusterId, action: 'retry', subject: view.policy.source.name, text, outcome: 'done', detail, jobId: null })
  }

  /** Once at first, then after a change, or after so long without one; not more often than the eye follows. */
  async *#ticks(changed: Event<void>, refreshMs: number, signal: AbortSignal): AsyncGenerator<void, void> {
    const { timers, clock } = this.#options
    let isChanged = true
    let wake = (): void => {}
    const unsubscribe = changed.on(() => {
      isChanged = true
      wake()
    })
    try {
      while (!signal.aborted) {
        isChanged = false
        yield
        const toldMs = clock.monotonic()
        await pause(timers, WATCH_MS, signal)
        const isStale = (): boolean => clock.monotonic() - toldMs >= refreshMs
        while (!isChanged && !isStale() && !signal.aborted) {
          const woken = new AbortController()
          wake = () => woken.abort()
          if (isChanged) break
          await pause(timers, Number.isFinite(refreshMs) ? refreshMs : 60_000, AbortSignal.any([signal, woken.signal]))
        }
      }
    } finally {
      unsubscribe()
    }
  }
}

async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw told(error)
  }
}

function told(error: unknown): unknown {
  if (!(error instanceof RetryPolicyError)) return error
  return error.code === 'NOT_FOUND' ? notFound(error.message) : invalidInput(error.field, error.message)
}

function policyOf({ policy, state, reason, stops, worstLatenessMs }: PolicyView): RetryPolicy {
  const { policyId, revision, draft, createdAtMs, isPaused, warpedMs } = policy
  return {
    policyId, revision, createdAtMs, state, reason, warpedMs, worstLatenessMs,
    draft: { ...draft, tiers: [...draft.tiers] },
    isPausedByHand: isPaused,
    stops: [...stops],
  }
}

const ladder = ({ policy }: PolicyView): { name: string; text: string }[] => [
  { name: 'Tiers', text: policy.tiers.map(({ name, delayMs }) => `${name} (${delayMs} ms)`).join(', ') },
  { name: 'Dead letters', text: policy.deadLetters.name },
]

function pendingOf({ topic, partition, record, attempt, sinceMs, dueMs, to, errorClass, errorMessage }: PendingView): PendingRetry {
  const { offset, key, value, sizeBytes } = record
  return { topic, partition, offset: BigInt(offset), attempt, sinceMs, dueMs, to, key: preview(key), valuePreview: preview(value), sizeBytes, errorClass, errorMessage }
}

function preview(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('utf8', 0, Math.min(bytes.length, 4 * PREVIEW_LENGTH)).slice(0, PREVIEW_LENGTH)
}

function simulatorOf({ simulatorId, spec, startedAtMs, state, counts, forwarded, problem, events }: SimulatorView): Simulator {
  const { succeeded, failed, hung, crashed } = counts
  return {
    simulatorId, startedAtMs, state, succeeded, failed, forwarded, hung, crashed, problem,
    spec: { ...spec, topics: [...spec.topics] },
    events: events.map(({ place, ...event }) => ({ ...event, topic: place?.topic ?? null, partition: place?.partition ?? null, offset: place === null ? null : BigInt(place.offset) })),
  }
}
