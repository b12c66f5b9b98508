// A replay job on real brokers and a real store, with a plan that a test makes up: records that failed, in a dead-letter topic, and where they are to go.
import { onTestFinished } from 'vitest'
import type { Clock } from '../../core/base/clock.ts'
import { systemClock } from '../../core/base/clock.ts'
import { seededRandom } from '../../core/base/random.ts'
import { systemTimers, type Timers } from '../../core/base/timers.ts'
import { createTopic } from '../../core/client/admin/topics.ts'
import type { BrokerAddress } from '../../core/client/bootstrap-address.ts'
import { ClusterConnection } from '../../core/client/cluster-connection.ts'
import { TopicReader } from '../../core/client/topic-reader.ts'
import { AuditLog } from '../../core/deadletters/audit.ts'
import type { JobRecord, ReplayMode } from '../../core/deadletters/replay/jobs/job-record.ts'
import { JobStore } from '../../core/deadletters/replay/jobs/job-store.ts'
import type { JobReason } from '../../core/deadletters/replay/jobs/pause-job.ts'
import type { PlanSource } from '../../core/deadletters/replay/jobs/plan-feed.ts'
import { ReplayJobs, type ReplayJobsOptions } from '../../core/deadletters/replay/jobs/replay-jobs.ts'
import { defaultOptions, type ReplayOptions } from '../../core/deadletters/replay/options.ts'
import { type PlanItem, type PreparedItem, replayIdOf, type ReplayPlan } from '../../core/deadletters/replay/plan.ts'
import type { LocalReplayPort } from '../../core/deadletters/replay/senders/local-replay-port.ts'
import { WorkbenchStore } from '../../core/storage/workbench-store.ts'
import type { LedgerRow } from '../../core/storage/workbench-tables.ts'
import { clusterOptions } from './cluster.ts'
import { collectingLogger } from './collecting-logger.ts'
import { tempFolder } from './temp-folder.ts'

export const DLQ = 'orders-dlt'
export const TARGET = 'orders'

export interface FailedRecord {
  readonly key: string | null
  /** Where it lies; `orders-dlt` if left out. */
  readonly dlq?: string
  readonly value?: Buffer | null
  /** Where it is to go; the first partition of `orders` if left out. */
  readonly topic?: string
  readonly partition?: number
  readonly group?: string
  readonly skip?: boolean
  readonly problem?: string
}

export interface MadePlan {
  readonly source: PlanSource
  /** What `prepare` is asked for next rejects. */
  failNext: Error | null
}

/** As P1's planner would have made it: item i is at offset i of the dead-letter topic. */
export function madePlan(records: readonly FailedRecord[], options: Partial<ReplayOptions> = {}, head: Partial<ReplayPlan> = {}): MadePlan {
  const planId = head.planId ?? 'plan-1'
  const isLocal = head.target?.isLocal ?? false
  const topics = [...new Set(records.map(({ topic = TARGET }) => topic))]
  const plan: ReplayPlan = {
    planId,
    planHash: `${planId.padEnd(16, '0')}${'f'.repeat(48)}`.slice(0, 64),
    createdAtMs: 0,
    frozenAtMs: 0,
    title: 'A plan',
    source: { connectionId: 'target', clusterId: 'cluster' },
    target: { connectionId: 'target', clusterId: 'cluster', isLocal },
    itemCount: records.length,
    totals: { sizeBytes: records.length * 100, oldestMs: null, newestMs: null, skipped: {}, unsendable: {}, edited: 0, tombstones: 0, pinnedBytes: null },
    targets: topics.map((topic) => ({ topic, topicId: null, count: 1, partitionCount: 1 })),
    dialects: [],
    sourceTopics: [DLQ],
    excluded: [],
    ...head,
    options: { ...defaultOptions({ isLocal }), rate: { messagesPerSecond: null, bytesPerSecond: null }, canary: null, stopAfterErrors: null, ...options },
  }
  const itemAt = (record: FailedRecord, index: number): PlanItem => ({
    index,
    source: { clusterId: 'cluster', topic: record.dlq ?? DLQ, topicId: `${planId}-dlq`, partition: 0, offset: index },
    origin: { topic: TARGET, topicId: null, partition: null, offset: null, timestampMs: null, group: record.group ?? null },
    dialect: null,
    orderKey: plan.options.order === 'key' && record.key !== null ? `${record.topic ?? TARGET}:${record.key}` : '',
    targetTopic: record.topic ?? TARGET,
    targetPartition: record.partition ?? 0,
    payload: 'dlq',
    replayCount: 0,
    sizeBytes: 100,
    timestampMs: 0,
    isTombstone: false,
    contentHash: '',
    keyHashes: null,
    keyText: record.key,
    isForced: false,
    skip: null,
    problem: null,
  })
  const items = records.map(itemAt)
  const preparedAt = (record: FailedRecord, index: number): PreparedItem => {
    const item = items[index]!
    if (record.skip) return { index, orderKey: item.orderKey, failure: { outcome: 'SKIPPED', code: 'excluded', message: 'Left out.' } }
    if (record.problem) return { index, orderKey: item.orderKey, failure: { outcome: 'FAILED', code: record.problem, message: `It has a problem: ${record.problem}.` } }
    const replayId = plan.options.headers.stamp ? replayIdOf(plan, index) : null
    const value = record.value === undefined ? Buffer.from(String(index)) : record.value
    const headers = replayId === null ? [] : [{ key: 'x-replay-id', value: Buffer.from(replayId) }]
    const sizeBytes = (value?.length ?? 0) + 100
    return { index, orderKey: item.orderKey, failure: null, topic: item.targetTopic, partition: item.targetPartition, key: record.key === null ? null : Buffer.from(record.key), value, headers, timestampMs: null, sizeBytes, replayId }
  }
  const made: MadePlan = {
    failNext: null,
    source: {
      plan,
      items: (from, count) => items.slice(from, from + count),
      async prepare(from, count) {
        const error = made.failNext
        made.failNext = null
        if (error) throw error
        return records.slice(from, from + count).map((record, i) => preparedAt(record, from + i))
      },
    },
  }
  return made
}

export interface ReplayWorldOptions {
  readonly target: BrokerAddress
  readonly directory?: string
  readonly local?: LocalReplayPort | null
  readonly clock?: Clock
  readonly timers?: Timers
  readonly seed?: number
  readonly requestTimeoutMs?: number
  /** Else whoever made it closes it. */
  readonly closesWithTest?: boolean
  readonly jobs?: Partial<ReplayJobsOptions>
  /** What stands between the job and its disk, and between it and the cluster. */
  readonly around?: { store(store: WorkbenchStore): WorkbenchStore; cluster(cluster: ClusterConnection): ClusterConnection; local(port: LocalReplayPort): LocalReplayPort }
}

/** One Headwater with its store, as far as replays need it; closed with the test, or before. */
export async function replayWorld({ target, directory, local = null, clock = systemClock, timers: realTimers = systemTimers, seed = 1, requestTimeoutMs = 5_000, jobs: more = {}, around, closesWithTest = true }: ReplayWorldOptions) {
  const { timers, die } = mortalTimers(realTimers)
  const folder = directory ?? (await tempFolder())
  const realStore = await WorkbenchStore.open(folder)
  const store = around?.store(realStore) ?? realStore
  const random = seededRandom(seed)
  const realCluster = new ClusterConnection(clusterOptions(target, { clock, timers, random, requestTimeoutMs }))
  const cluster = around?.cluster(realCluster) ?? realCluster
  const port = local === null ? null : (around?.local(local) ?? local)
  const plans = new Map<string, PlanSource>()
  const audit = new AuditLog(store, clock, 'tester')
  const jobStore = new JobStore(store)
  const logger = collectingLogger()
  const refusal: { now: JobReason | null } = { now: null }
  const replayJobs: { open: ReplayJobs | null } = { open: null }
  const open = async (): Promise<ReplayJobs> => {
    replayJobs.open = await ReplayJobs.open({
      jobs: jobStore,
      audit,
      clusters: { cluster: () => cluster, name: () => 'Target', refusal: () => refusal.now },
      planSource: ({ planId, planHash }) => (plans.get(planId)?.plan.planHash === planHash ? plans.get(planId)! : null),
      local: port,
      clock,
      timers,
      random,
      logger,
      deliveryTimeoutMs: 2_000,
      ...more,
    })
    return replayJobs.open
  }
  let isClosed = false
  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    await replayJobs.open?.close()
    await realCluster.close()
    await realStore.close()
  }
  /** As kill -9 would: nothing is finished. */
  const kill = async (): Promise<void> => {
    isClosed = true
    die()
    await realCluster.close()
    // LMDB gives read transactions back a moment later.
    await new Promise((resolve) => realTimers.after(5, () => resolve(null)))
    await realStore.close()
  }
  if (closesWithTest) onTestFinished(close)
  const world = {
    ...madeOf(jobStore, plans),
    folder,
    store,
    cluster,
    audit,
    jobStore,
    plans,
    logger,
    refusal,
    open,
    close,
    kill,
  }
  return world
}

/** A process that is dead does nothing at its time. */
function mortalTimers(real: Timers): { timers: Timers; die: () => void } {
  let isDead = false
  const alive = (action: () => void) => () => void (isDead || action())
  return { timers: { after: (delayMs, action) => real.after(delayMs, alive(action)), every: (periodMs, action) => real.every(periodMs, alive(action)) }, die: () => void (isDead = true) }
}

function madeOf(jobStore: JobStore, plans: Map<string, PlanSource>) {
  const finished = async (jobs: ReplayJobs, jobId: string): Promise<JobRecord> => {
    await jobs.live(jobId)?.finished
    return jobs.get(jobId)
  }
  return {
    finished,
    ledger(jobId: string): LedgerRow[] {
      const rows: LedgerRow[] = []
      jobStore.visitLedger(jobId, 0, 1_000_000, (index, row) => void (rows[index] = row))
      return rows
    },
    /** Makes a job of it and runs it until it is not running any more. */
    async run(jobs: ReplayJobs, made: MadePlan, mode: ReplayMode): Promise<JobRecord> {
      plans.set(made.source.plan.planId, made.source)
      const job = await jobs.create({ source: made.source, name: 'A job', mode })
      await jobs.start(job.jobId)
      return finished(jobs, job.jobId)
    },
  }
}

export type ReplayWorld = Awaited<ReturnType<typeof replayWorld>>

export async function makeTopics(cluster: ClusterConnection, partitionCount = 3, configs: Record<string, string> = {}): Promise<void> {
  await createTopic(cluster, { name: TARGET, partitionCount, configs })
  await createTopic(cluster, { name: DLQ, partitionCount: 1 })
}

/** What readers of committed records see, in order. */
export async function committedRecords(cluster: ClusterConnection, topic: string, partition: number): Promise<{ offset: number; key: string | null; value: string | null; replayId: string }[]> {
  const reader = await TopicReader.open(cluster, topic)
  const found: { offset: number; key: string | null; value: string | null; replayId: string }[] = []
  for (let offset = 0; ; ) {
    const { records, nextOffset, outcomeOf } = await reader.read(partition, offset)
    for (const record of records) {
      const outcome = outcomeOf(record.batch)
      if (outcome !== null && outcome !== 'committed') continue
      const replayId = String(record.headers.findLast(({ key }) => key === 'x-replay-id')?.value ?? '')
      found.push({ offset: Number(record.offset), key: record.key && String(record.key), value: record.value && String(record.value), replayId })
    }
    if (nextOffset === offset) return found
    offset = nextOffset
  }
}
