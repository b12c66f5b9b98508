// Does everything that a replay does except producing, and says of each item what would become of it.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { watermill } from '../dialects/watermill.ts'
import { DELETES_KEY, type DryRun, type Finding, type ItemVerdict, saveDryRun, type Verdict } from './dry-run-store.ts'
import { sameRecordSent, sameRecordText } from './chains.ts'
import { replayedBefore } from './ledger.ts'
import { originConsumed } from './origin-consumed.ts'
import type { KeptItem } from './plan-item-rows.ts'
import { PlanStore } from './plan-store.ts'
import { planWarnings } from './plan-warnings.ts'
import type { PreparedItem, ReadyItem, ReplayPlan } from './plan.ts'
import { prepare, type PrepareContext, StalePlan } from './prepare.ts'
import { supersededIn } from './superseded.ts'
import { type TargetFacts, targetFacts } from './target-facts.ts'

export interface DryRunContext extends PrepareContext {
  readonly target: ClusterConnection
  readonly jobText: (jobId: string) => string
}

export interface DryRunProgress {
  readonly checked: number
  readonly total: number
  readonly step: string
  /** With the last one. */
  readonly run: DryRun | null
}

const BATCH_ITEMS = 200
/** A prepared batch is held in memory. */
const BATCH_BYTES = 16 * 1024 * 1024

/** Keeps what it has found with the plan when it comes to its end; until then the findings before it stand. */
export async function* dryRun(plan: ReplayPlan, context: DryRunContext): AsyncGenerator<DryRunProgress> {
  const { store, clock, target, source, signal } = context
  const plans = new PlanStore(store, clock)
  const total = plan.itemCount
  const progress = (step: string, checked: number): DryRunProgress => ({ checked, total, step, run: null })
  yield progress('Asking for the target topics', 0)
  const facts = await targetFacts(target, plan.targets.map(({ topic }) => topic))
  yield progress('Looking at partitions and rights', 0)
  const warnings = await planWarnings(plan, { target, facts, nowMs: clock.now(), signal })
  const newer = new Map<number, number>()
  if (source !== null && plan.options.skipSuperseded !== 'never') {
    yield progress('Looking for newer records of the same keys', 0)
    for (const [index, offset] of await supersededIn(await plans.allItems(plan.planId), { cluster: source, signal })) newer.set(index, offset)
  }
  const findings = new Findings()
  for (let index = 0; index < total; ) {
    signal.throwIfAborted()
    const items = affordable(plans.items(plan.planId, index, BATCH_ITEMS))
    const prepared = await prepare(plan, items, new Map(), context)
    for (const [i, item] of items.entries()) findings.add(judged(item, prepared[i]!, { plan, facts, newer, context }))
    index += items.length
    yield progress('Preparing each record', index)
  }
  if (plans.get(plan.planId)?.planHash !== plan.planHash) throw new StalePlan(`The plan "${plan.title}" was changed or removed while it was checked.`)
  const run: DryRun = { planHash: plan.planHash, atMs: clock.now(), ...findings.summary(), warnings }
  await saveDryRun(store, plan.planId, run, findings.notReady)
  yield { checked: total, total, step: 'Done', run }
}

function affordable(items: KeptItem[]): KeptItem[] {
  let bytes = 0
  const count = items.findIndex(({ sizeBytes }) => (bytes += sizeBytes) > BATCH_BYTES)
  return count < 0 ? items : items.slice(0, Math.max(1, count))
}

interface Judging {
  readonly plan: ReplayPlan
  readonly facts: ReadonlyMap<string, TargetFacts>
  readonly newer: ReadonlyMap<number, number>
  readonly context: DryRunContext
}

function judged(item: KeptItem, prepared: PreparedItem, judging: Judging): ItemVerdict {
  const { index } = item
  if (prepared.failure) {
    const { outcome, code, message } = prepared.failure
    return { index, verdict: outcome === 'SKIPPED' ? 'skipped' : 'problem', findings: [{ code, message }] }
  }
  const skip = item.isForced ? null : (sameSent(item, judging) ?? sentMeanwhile(item, judging) ?? overtaken(item, judging))
  if (skip !== null) return { index, verdict: 'skipped', findings: [skip] }
  const problem = refusalOf(prepared, judging)
  if (problem !== null) return { index, verdict: 'problem', findings: [problem] }
  const warnings = cautionsOf(item, prepared, judging)
  return { index, verdict: warnings.length === 0 ? 'ready' : 'warning', findings: warnings }
}

function sentMeanwhile({ source, targetTopic }: KeptItem, { plan, context }: Judging): Finding | null {
  if (!plan.options.skipReplayed) return null
  const before = replayedBefore(context.store, source, { clusterId: plan.target.clusterId, topic: targetTopic })
  return before ? { code: 'already-replayed', message: `Sent to "${targetTopic}" by ${context.jobText(before.jobId)} at ${new Date(before.atMs).toISOString()}, since the plan was made.` } : null
}

function sameSent({ source, targetTopic }: KeptItem, { plan, context }: Judging): Finding | null {
  const same = sameRecordSent(context.store, source, { clusterId: plan.target.clusterId, topic: targetTopic })
  return same ? { code: 'same-record', message: sameRecordText(same, targetTopic, context.jobText) } : null
}

function overtaken(item: KeptItem, { plan, newer, facts }: Judging): Finding | null {
  const offset = newer.get(item.index)
  const isExcluded = plan.options.skipSuperseded === 'always' || facts.get(item.targetTopic)?.isCompacted === true
  return offset !== undefined && isExcluded ? { code: 'superseded', message: `${newerText(item, offset)} Sent now, it would undo that.` } : null
}

function newerText({ origin }: KeptItem, offset: number): string {
  return `Its key has a newer record, at offset ${offset} of partition ${origin!.partition} of "${origin!.topic}".`
}

/** Why the target would not take it. */
function refusalOf(ready: ReadyItem, { plan, facts, context }: Judging): Finding | null {
  const { topic, partition } = ready
  const fact = facts.get(topic)
  if (!fact?.topic) return { code: 'target-missing', message: `The target cluster has no topic "${topic}" any more. Choose another target; none is created.` }
  const planned = plan.targets.find((target) => target.topic === topic)?.topicId
  if (planned !== null && planned !== undefined && planned !== fact.topic.topicId) {
    return { code: 'target-recreated', message: `"${topic}" was deleted and created again since the plan was made. Make a new plan.` }
  }
  if (fact.operations !== null && !fact.operations.has('WRITE')) return { code: 'not-authorized', message: `Writing to "${topic}" is not allowed to whoever this connection is signed in as. Ask for WRITE on the topic.` }
  if (partition >= fact.topic.partitionCount) return { code: 'partition-missing', message: `"${topic}" has ${fact.topic.partitionCount} partitions; partition ${partition} does not exist. Choose the partition by key.` }
  if (fact.maxMessageBytes !== null && ready.sizeBytes > fact.maxMessageBytes) return tooLarge(ready, fact.maxMessageBytes)
  if (fact.isCompacted && ready.key === null) return { code: 'key-missing', message: `"${topic}" is compacted and takes no record without a key.` }
  return timeRefusal(ready, fact, context.clock.now())
}

function tooLarge({ topic, sizeBytes, headers }: ReadyItem, maxBytes: number): Finding {
  const headerBytes = headers.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0)
  const remedy = sizeBytes - headerBytes <= maxBytes ? ` ${headerBytes} bytes of it are headers: cut them in the header options.` : ''
  return { code: 'too-large', message: `It takes ${sizeBytes} bytes, and "${topic}" takes ${maxBytes} (max.message.bytes).${remedy}` }
}

/** Asked by the age that the record has now; it has a little more when it is sent. */
function timeRefusal(ready: ReadyItem, { beforeMaxMs, afterMaxMs, isLogAppendTime }: TargetFacts, nowMs: number): Finding | null {
  if (ready.timestampMs === null || isLogAppendTime) return null
  const ageMs = nowMs - ready.timestampMs
  if (beforeMaxMs !== null && ageMs > beforeMaxMs) return { code: 'timestamp', message: `The time of its origin is older than "${ready.topic}" allows (message.timestamp.before.max.ms). Send it with the time of sending instead.` }
  return afterMaxMs !== null && -ageMs > afterMaxMs ? { code: 'timestamp', message: `The time of its origin lies further ahead than "${ready.topic}" allows (message.timestamp.after.max.ms). Send it with the time of sending instead.` } : null
}

/** It can be sent; whoever sends it should know. */
function cautionsOf(item: KeptItem, ready: ReadyItem, { facts, newer, plan, context }: Judging): Finding[] {
  const cautions: Finding[] = []
  const offset = newer.get(item.index)
  if (offset !== undefined) cautions.push({ code: 'superseded', message: newerText(item, offset) })
  if (ready.value === null) {
    const key = ready.key === null ? '' : ` for key ${item.keyText}`
    cautions.push(facts.get(ready.topic)?.isCompacted ? { code: DELETES_KEY, message: `Delete${key}: "${ready.topic}" is compacted and will forget the key.` } : { code: 'tombstone', message: `Delete${key}: the value is null and stays null.` })
  }
  const before = originConsumed(context.store, item, { clusterId: plan.target.clusterId, topic: item.targetTopic })
  if (before) cautions.push({ code: 'origin-consumed', message: `Another dead letter of the same record was replayed by ${context.jobText(before.jobId)}, and was consumed.` })
  if (item.dialect === watermill.id && ready.key === null) cautions.push({ code: 'key-lost', message: 'Watermill leaves out the key when it puts a record into its poison topic, and does not say where the record was: it is sent without a key. Give it one in an edit or a transform if its order counts.' })
  if (item.isForced && item.problem) cautions.push({ code: item.problem.code, message: `Let through by hand: ${item.problem.message}` })
  if (item.isForced && item.skip) cautions.push({ code: item.skip.reason, message: `Let through by hand: ${item.skip.message}` })
  return cautions
}

class Findings {
  readonly notReady: ItemVerdict[] = []
  readonly #counts: Record<Verdict, number> = { ready: 0, warning: 0, skipped: 0, problem: 0 }
  readonly #byCode = new Map<string, Finding & { verdict: Verdict; count: number }>()

  add(found: ItemVerdict): void {
    this.#counts[found.verdict]++
    if (found.verdict !== 'ready') this.notReady.push(found)
    for (const finding of found.findings) {
      const key = `${found.verdict}/${finding.code}`
      const known = this.#byCode.get(key)
      if (known) known.count++
      else this.#byCode.set(key, { ...finding, verdict: found.verdict, count: 1 })
    }
  }

  summary(): Pick<DryRun, 'counts' | 'findings'> {
    return { counts: this.#counts, findings: [...this.#byCode.values()].toSorted((a, b) => b.count - a.count) }
  }
}
