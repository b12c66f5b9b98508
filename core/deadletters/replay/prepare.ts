// What will be produced for the items of a plan: the one function that the dry run shows and the job sends.
import type { Clock } from '../../base/clock.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { MapOutcome } from '../../scan/sandbox/guest-context.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import type { FailureDialect } from '../dialects/dialect.ts'
import { ownedHeaders } from '../failure.ts'
import { exclusionsOf } from './exclusions.ts'
import { chosenHeaders, placeText, stamped } from './outgoing-headers.ts'
import { type ItemContent, readContents, type Unread } from './item-contents.ts'
import type { KeptItem } from './plan-item-rows.ts'
import { PlanStore } from './plan-store.ts'
import { isOverruled } from './plan-tally.ts'
import { isFileLine, type ItemSource, type PreparedItem, type ReadyItem, replayIdOf, type ReplayPlan, type UnsendableItem } from './plan.ts'
import { recordBatchBytes } from './record-size.ts'
import { checkValue } from './check-value.ts'
import { editRefusalOf } from './schema-frame.ts'
import { isSameBytes, type RecordContent } from './content-hash.ts'
import { keyHashesOf, targetPartition } from './target-partition.ts'
import type { Transforms } from './transform/transforms.ts'

export interface PrepareContext {
  readonly store: WorkbenchStore
  /** null for a plan whose records come from a file. */
  readonly source: ClusterConnection | null
  readonly clock: Clock
  readonly transforms: Transforms
  readonly userDialects: readonly FailureDialect[]
  readonly signal: AbortSignal
}

/** The plan was changed since: it has another hash now. */
export class StalePlan extends Error {
  override readonly name = 'StalePlan'
}

type Failure = UnsendableItem['failure']
interface Draft extends RecordContent {
  readonly item: KeptItem
  readonly partition: number
  readonly timestampMs: number | null
}

/**
 * The items from `fromIndex` on, in order, fewer at the end of the plan. Reads the source in batches, and nothing is written anywhere. Rejects
 * what a cluster rejects (KafkaError, ConnectionFailed), StalePlan, and FunctionTextError for a transform that is no function.
 */
export async function prepareItems(plan: ReplayPlan, fromIndex: number, count: number, context: PrepareContext): Promise<PreparedItem[]> {
  const plans = new PlanStore(context.store, context.clock)
  if (plans.get(plan.planId)?.planHash !== plan.planHash) throw new StalePlan(`The plan "${plan.title}" was changed or removed since.`)
  const items = plans.items(plan.planId, fromIndex, count)
  const excluded = exclusionsOf(context.store, plan, fromIndex, count, context.clock.now())
  return prepare(plan, items, excluded, context)
}

/** `excluded`: what the dry run has found out about items, by index. */
export async function prepare(plan: ReplayPlan, items: readonly KeptItem[], excluded: ReadonlyMap<number, Failure>, context: PrepareContext): Promise<PreparedItem[]> {
  const decided = new Map<number, Failure>(items.flatMap((item) => toEntry(item, refusalOf(item) ?? (item.isForced ? null : (excluded.get(item.index) ?? null)))))
  const wanted = items.filter(({ index }) => !decided.has(index))
  const contents = await readContents(plan, wanted, context)
  const drafts: Draft[] = []
  for (const [i, item] of wanted.entries()) {
    const content = contents[i]!
    if (isUnread(content)) decided.set(item.index, content)
    else drafts.push(draftOf(plan, item, content, context))
  }
  const ready = new Map<number, ReadyItem>()
  for (const outcome of await transformed(plan, drafts, context)) {
    const prepared = 'failure' in outcome ? outcome : readyItem(plan, outcome)
    if (prepared.failure) decided.set(prepared.index, prepared.failure)
    else ready.set(prepared.index, prepared)
  }
  return items.map(({ index, orderKey }) => ready.get(index) ?? { index, orderKey, failure: decided.get(index)! })
}

function toEntry({ index }: KeptItem, failure: Failure | null): [number, Failure][] {
  return failure === null ? [] : [[index, failure]]
}

function refusalOf(item: KeptItem): Failure | null {
  const { skip, problem } = item
  if (skip?.reason === 'excluded' || (skip && !item.isForced)) return { outcome: 'SKIPPED', code: skip.reason, message: skip.message }
  return problem && !isOverruled(item) ? { outcome: 'FAILED', code: problem.code, message: problem.message } : null
}

function isUnread(content: ItemContent | Unread): content is Unread {
  return 'outcome' in content
}

function draftOf(plan: ReplayPlan, item: KeptItem, content: ItemContent, { userDialects }: PrepareContext): Draft {
  const { options } = plan
  const headers = chosenHeaders(content.headers, options.headers, ownedHeaders(item.dialect ?? '', userDialects))
  const timestampMs = options.timestamp === 'preserve' && item.timestampMs >= 0 ? item.timestampMs : null
  return { item, key: content.key, value: content.value, headers, partition: item.targetPartition, timestampMs }
}

/** An edit is the last word: no transform goes over it. */
async function transformed(plan: ReplayPlan, drafts: readonly Draft[], { transforms }: PrepareContext): Promise<(Draft | UnsendableItem)[]> {
  const { transform } = plan.options
  if (transform === null) return [...drafts]
  const changing = drafts.filter(({ item }) => item.payload !== 'edited')
  const records = changing.map(({ item, key, value, headers, partition }) => {
    const offset = isFileLine(item.source) ? item.source.line : item.source.offset
    // The plan's id, not its hash: a repair draws the same once it is kept as it drew while it was tried.
    const seed = `${plan.planId}/${ofText(item.source)}`
    return { topic: item.targetTopic, partition, offset, timestampMs: item.timestampMs, key, value, headers, nowMs: plan.frozenAtMs, seed }
  })
  const outcomes = await transforms.apply(transform, records)
  const changed = new Map(changing.map((draft, i) => [draft.item.index, afterTransform(plan, draft, outcomes[i]!)]))
  return drafts.map((draft) => changed.get(draft.item.index) ?? draft)
}

function afterTransform(plan: ReplayPlan, draft: Draft, outcome: MapOutcome): Draft | UnsendableItem {
  const { item } = draft
  const failed = (code: string, message: string): UnsendableItem => ({ index: item.index, orderKey: item.orderKey, failure: { outcome: 'FAILED', code, message } })
  if (outcome.kind === 'left-out') return { ...failed('', ''), failure: { outcome: 'SKIPPED', code: 'by-transform', message: 'The transform leaves it out.' } }
  if (outcome.kind === 'failed') return failed('transform', outcome.line === null ? outcome.message : `${outcome.message} (line ${outcome.line})`)
  if (outcome.topic !== undefined && outcome.topic !== item.targetTopic) return failed('transform', `The transform names the topic "${outcome.topic}"; only a target or a redirect sends a record elsewhere.`)
  const key = outcome.key === undefined ? draft.key : bufferOf(outcome.key)
  const value = outcome.value === undefined ? draft.value : bufferOf(outcome.value)
  const refusal = isSameBytes(value, draft.value) ? null : editRefusalOf(draft.value)
  if (refusal !== null) return failed('schema-unknown', refusal)
  const headers = outcome.headers === undefined ? draft.headers : outcome.headers.map((header) => ({ key: header.key, value: bufferOf(header.value) }))
  const partition = partitionAfter(plan, { ...draft, key }, outcome.partition, !isSameBytes(key, draft.key))
  if (typeof partition !== 'number') return failed(partition.code, partition.message)
  return { ...draft, key, value, headers, partition, timestampMs: outcome.timestampMs ?? draft.timestampMs }
}

/** `wanted`: as the transform says; null = by the key. */
function partitionAfter(plan: ReplayPlan, { item, key, partition }: Draft, wanted: number | null | undefined, hasNewKey: boolean): ReturnType<typeof targetPartition> {
  const choice = plan.options.partition
  if (wanted === partition || (wanted === undefined && !(hasNewKey && choice.mode === 'by-key'))) return partition
  const partitionCount = plan.targets.find(({ topic }) => topic === item.targetTopic)?.partitionCount ?? 0
  const place = { topic: item.targetTopic, partitionCount, originPartition: item.origin?.partition ?? null, sourcePartition: 0, keyHashes: keyHashesOf(key) }
  if (typeof wanted === 'number') return targetPartition({ mode: 'explicit', partition: wanted }, place)
  return targetPartition({ mode: 'by-key', partitioner: choice.mode === 'by-key' ? choice.partitioner : 'murmur2' }, place)
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function readyItem(plan: ReplayPlan, draft: Draft): PreparedItem {
  const { item, key, value, partition, timestampMs } = draft
  const { index, orderKey } = item
  const violation = checkValue(plan.options.valueSchema, value)
  if (violation !== null) return { index, orderKey, failure: { outcome: 'FAILED', code: 'schema', message: violation } }
  const replayId = plan.options.headers.stamp ? replayIdOf(plan, index) : null
  const headers = replayId === null ? draft.headers : stamped(draft.headers, { id: replayId, of: ofText(item.source), atMs: plan.frozenAtMs, count: item.replayCount + 1 })
  const sizeBytes = recordBatchBytes({ key, value, headers })
  return { index, orderKey, failure: null, topic: item.targetTopic, partition, key, value, headers, timestampMs, sizeBytes, replayId }
}

function ofText(source: ItemSource): string {
  return isFileLine(source) ? `file:${source.file.slice(0, 16)}/${source.line}` : placeText(source)
}
