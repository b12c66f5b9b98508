// Dead letters as Spring writes them, in a real broker, and plans to replay them.
import { onTestFinished } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { deleteRecords } from '../../core/client/admin/delete-records.ts'
import { createTopic } from '../../core/client/admin/topics.ts'
import { produceBatch } from '../../core/client/batch-producer.ts'
import type { ClusterConnection } from '../../core/client/cluster-connection.ts'
import { createPlan, type PlanMaking, type Selection } from '../../core/deadletters/replay/create-plan.ts'
import { type DryRun, type ItemVerdict, lastDryRun, verdictsOf } from '../../core/deadletters/replay/dry-run-store.ts'
import { dryRun } from '../../core/deadletters/replay/dry-run.ts'
import { topicIdOf } from '../../core/deadletters/replay/fetch-records.ts'
import { defaultOptions, type ReplayOptions } from '../../core/deadletters/replay/options.ts'
import { PlanStore } from '../../core/deadletters/replay/plan-store.ts'
import type { PreparedItem, ReplayPlan } from '../../core/deadletters/replay/plan.ts'
import { type PrepareContext, prepareItems } from '../../core/deadletters/replay/prepare.ts'
import { Transforms } from '../../core/deadletters/replay/transform/transforms.ts'
import type { FailureKey } from '../../core/deadletters/failure.ts'
import type { RecordSpec } from '../../core/protocol/records/record-batch.ts'
import { WorkbenchStore } from '../../core/storage/workbench-store.ts'
import { startTestBroker, type TestBroker } from './broker.ts'
import { connectTo } from './cluster.ts'
import { tempFolder } from './temp-folder.ts'

export interface PlanWorld {
  readonly broker: TestBroker
  readonly cluster: ClusterConnection
  readonly store: WorkbenchStore
  readonly plans: PlanStore
  readonly making: PlanMaking
  readonly context: PrepareContext
  topic(name: string, partitionCount: number, configs?: Record<string, string>): Promise<void>
  /** In batches; the offset of the first. */
  produce(topic: string, partition: number, records: readonly RecordSpec[]): Promise<number>
  keys(topic: string, partition: number, offsets: readonly number[]): Promise<FailureKey[]>
  plan(selection: Selection, options?: Partial<ReplayOptions>): Promise<ReplayPlan>
  /** What a dry run finds, and the items that are not simply ready. */
  dryRun(plan: ReplayPlan): Promise<{ run: DryRun; verdicts: ItemVerdict[] }>
  prepared(plan: ReplayPlan): Promise<PreparedItem[]>
  /** Everything before the offset goes, as retention would have it. */
  deleteBefore(topic: string, partition: number, offset: number): Promise<void>
}

export const CLUSTER_ID = 'test-cluster'

/** `making`: instead of what a world of its own has. */
export async function planWorld(making: Partial<PlanMaking> = {}, configs: Record<string, string> = {}): Promise<PlanWorld> {
  const broker = await startTestBroker(configs)
  const cluster = connectTo(broker.address)
  const store = await WorkbenchStore.open(await tempFolder())
  const transforms = new Transforms(systemTimers)
  onTestFinished(async () => {
    await transforms.close()
    await store.close()
  })
  const plans = new PlanStore(store, systemClock)
  const signal = new AbortController().signal
  const made: PlanMaking = {
    plans,
    store,
    clock: systemClock,
    source: cluster,
    target: cluster,
    targetName: 'staging',
    decodeContext: () => ({ clusterId: CLUSTER_ID }),
    roleOf: () => 'none',
    firstRetryOf: () => null,
    jobText: (jobId) => `job ${jobId}`,
    signal,
    ...making,
  }
  const context: PrepareContext = { store, source: made.source, clock: systemClock, transforms, userDialects: [], signal }
  let planNumber = 0
  return {
    broker,
    cluster,
    store,
    plans,
    making: made,
    context,
    topic: (name, partitionCount, topicConfigs) => createTopic(cluster, { name, partitionCount, configs: { 'retention.ms': '-1', ...topicConfigs } }),
    async produce(topic, partition, records) {
      const metadata = await cluster.topic(topic)
      const offsets: number[] = []
      for (let at = 0; at < records.length; at += 1_000) offsets.push(await produceBatch(cluster, metadata, { partition, records: records.slice(at, at + 1_000) }))
      return offsets[0]!
    },
    async keys(topic, partition, offsets) {
      const topicId = topicIdOf(await cluster.topic(topic))
      return offsets.map((offset) => ({ clusterId: CLUSTER_ID, topic, topicId, partition, offset }))
    },
    plan(selection, options = {}) {
      const head = {
        planId: `plan-${++planNumber}`,
        createdAtMs: systemClock.now(),
        frozenAtMs: systemClock.now(),
        title: 'Orders again',
        source: 'keys' in selection ? { connectionId: 'staging', clusterId: CLUSTER_ID } : null,
        target: { connectionId: 'staging', clusterId: CLUSTER_ID, isLocal: false },
        options: { ...defaultOptions({ isLocal: false }), maxItems: 1_000_000, ...options },
      }
      return createPlan(head, selection, made)
    },
    async dryRun(plan) {
      for await (const _ of dryRun(plan, { ...context, target: made.target, jobText: made.jobText }));
      return { run: lastDryRun(store, plan.planId)!, verdicts: [...verdictsOf(store, plan.planId, 0, plan.itemCount).values()] }
    },
    prepared: (plan) => prepareItems(plan, 0, plan.itemCount, context),
    async deleteBefore(topic, partition, offset) {
      await deleteRecords(cluster, topic, new Map([[partition, offset]]))
    },
  }
}

export interface OriginPlace {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestampMs?: number
}

/** What Spring's DeadLetterPublishingRecoverer adds. */
export function springHeaders({ topic, partition, offset, timestampMs = 1_700_000_000_000 }: OriginPlace): { key: string; value: Buffer }[] {
  const int32 = Buffer.alloc(4)
  int32.writeInt32BE(partition)
  const int64 = (value: number): Buffer => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(BigInt(value))
    return bytes
  }
  return [
    { key: 'kafka_dlt-original-topic', value: Buffer.from(topic) },
    { key: 'kafka_dlt-original-partition', value: int32 },
    { key: 'kafka_dlt-original-offset', value: int64(offset) },
    { key: 'kafka_dlt-original-timestamp', value: int64(timestampMs) },
    { key: 'kafka_dlt-original-timestamp-type', value: Buffer.from('CreateTime') },
    { key: 'kafka_dlt-exception-fqcn', value: Buffer.from('org.springframework.kafka.listener.ListenerExecutionFailedException') },
    { key: 'kafka_dlt-exception-cause-fqcn', value: Buffer.from('java.lang.IllegalStateException') },
    { key: 'kafka_dlt-exception-message', value: Buffer.from('Listener failed; No rate for XAU') },
    { key: 'kafka_dlt-exception-stacktrace', value: Buffer.from('java.lang.IllegalStateException: No rate for XAU\n\tat shop.Rates.of(Rates.java:12)') },
  ]
}

/** A share group's pointer (KIP-1191). */
export function pointerHeaders({ topic, partition, offset }: OriginPlace): { key: string; value: Buffer }[] {
  const texts = { topic, partition: String(partition), offset: String(offset), group: 'billing', 'delivery.count': '5', message: 'Offset rejected by client.' }
  return Object.entries(texts).map(([name, text]) => ({ key: `__dlq.errors.${name}`, value: Buffer.from(text) }))
}

/** Bytes as a person reads them. */
export function shownHeaders(headers: readonly { readonly key: string; readonly value: Buffer | null }[]): (string | null)[][] {
  return headers.map(({ key, value }) => [key, value?.toString() ?? null])
}
