// Makes the items of a plan out of what was read: in order, each with its place at the target, or the reason why it is not sent.
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import type { Draft } from './draft.ts'
import { type KeptItem, orderKeyOf } from './plan-item-rows.ts'
import { sameRecordSent, sameRecordText } from './chains.ts'
import { replayedBefore } from './ledger.ts'
import { planOrder } from './plan-order.ts'
import type { ItemProblem, ItemSkip } from './plan.ts'
import { targetPartition } from './target-partition.ts'
import { destinationOf, type TargetContext } from './target-topics.ts'

export interface ItemContext extends TargetContext {
  readonly store: WorkbenchStore
  readonly targetClusterId: string
  /** Asks the wall clock nothing: a time as people read it. */
  readonly jobText: (jobId: string) => string
}

/** `isOrdered`: they come as they stand in a plan, and stay so: edits go by their place. */
export function* planItems(drafts: readonly Draft[], isOrdered: boolean, context: ItemContext): Generator<KeptItem> {
  const duplicates = context.options.skipDuplicates ? duplicatesIn(drafts) : new Set<number>()
  let index = 0
  for (const at of isOrdered ? drafts.keys() : planOrder(drafts)) yield itemOf(drafts[at]!, index++, duplicates.has(at), context)
}

/** Where an item goes as things are: for one that was edited, too. */
export function placed(draft: Draft, context: TargetContext): { topic: string; partition: number; problem: ItemProblem | null } {
  const { topic, partitionCount, problem } = destinationOf(draft, context)
  if (partitionCount === 0) return { topic, partition: -1, problem }
  const partition = targetPartition(context.options.partition, {
    topic,
    partitionCount,
    originPartition: draft.origin?.partition ?? null,
    sourcePartition: 'partition' in draft.source ? draft.source.partition : 0,
    keyHashes: draft.keyHashes,
  })
  return typeof partition === 'number' ? { topic, partition, problem } : { topic, partition: -1, problem: problem ?? partition }
}

function itemOf(draft: Draft, index: number, isDuplicate: boolean, context: ItemContext): KeptItem {
  const { topic, partition, problem } = placed(draft, context)
  const { deadLetterMs: _, isDuplicate: __, isLeftOut: ___, replayId: ____, ...kept } = draft
  return {
    ...kept,
    index,
    orderKey: orderKeyOf(context.options.order === 'key', topic, draft.keyHashes),
    targetTopic: topic,
    targetPartition: partition,
    // A record that cannot be read has no better problem than that.
    problem: draft.problem ?? problem,
    skip: skipOf(draft, topic, isDuplicate, context),
  }
}

function skipOf(draft: Draft, topic: string, isDuplicate: boolean, { options, store, targetClusterId, jobText }: ItemContext): ItemSkip | null {
  if (draft.isLeftOut) return { reason: 'excluded', message: 'Left out by hand.' }
  const same = topic === '' ? undefined : sameRecordSent(store, draft.source, { clusterId: targetClusterId, topic })
  if (same) return { reason: 'same-record', message: sameRecordText(same, topic, jobText) }
  if (isDuplicate) return { reason: 'duplicate', message: 'There is a newer dead letter of the same record in this plan.' }
  const before = options.skipReplayed && topic !== '' ? replayedBefore(store, draft.source, { clusterId: targetClusterId, topic }) : undefined
  if (before) {
    const what = before.state === 'SENT' ? 'Sent' : 'It may have been sent'
    return { reason: 'already-replayed', message: `${what} to "${topic}" by ${jobText(before.jobId)} at ${new Date(before.atMs).toISOString()}.` }
  }
  if (options.maxReplays !== null && draft.replayCount >= options.maxReplays) {
    return { reason: 'loop', message: `It was replayed ${draft.replayCount} times already and came back.` }
  }
  return null
}

/** All but the newest of the dead letters of one record, by one group. */
function duplicatesIn(drafts: readonly Draft[]): Set<number> {
  const newest = new Map<string, number>()
  const duplicates = new Set<number>()
  for (const [at, draft] of drafts.entries()) {
    if (draft.isDuplicate) duplicates.add(at)
    const { origin } = draft
    if (draft.isDuplicate || origin === null || origin.partition === null || origin.offset === null) continue
    const key = `${origin.topic}/${origin.partition}/${origin.offset}/${origin.group ?? ''}`
    const other = newest.get(key)
    const isNewer = other === undefined || isAfter(draft, drafts[other]!)
    if (other !== undefined) duplicates.add(isNewer ? other : at)
    if (isNewer) newest.set(key, at)
  }
  return duplicates
}

function isAfter(draft: Draft, other: Draft): boolean {
  if (draft.deadLetterMs !== other.deadLetterMs) return draft.deadLetterMs > other.deadLetterMs
  return 'offset' in draft.source && 'offset' in other.source && draft.source.offset > other.source.offset
}
