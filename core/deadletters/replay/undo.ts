// Takes back what a job has written to the local broker: its records go and leave gaps in the offsets, as compaction does. Kafka itself cannot do that.
import { committedOffsets } from '../../client/admin/committed-offsets.ts'
import { listGroups } from '../../client/admin/groups.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { Write } from '../../storage/tables.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { isFileLine } from './plan.ts'
import type { FailureKey } from '../failure.ts'
import { JobStore } from './jobs/job-store.ts'
import { forgetReplayed } from './ledger.ts'
import type { PlanStore } from './plan-store.ts'

/** The local broker's logs. */
export interface Retractor {
  /** How many of them went; offsets that hold no record any more are passed over. 0 where the topic is gone, or another one by that name. */
  retract(place: { readonly topic: string; readonly topicId: string; readonly partition: number }, offsets: readonly number[]): Promise<number>
}

export interface UndoneJob {
  readonly jobId: string
  readonly planId: string
  readonly total: number
  readonly targetClusterId: string
  /** Which topics it has written to, as they were then. */
  readonly topicIds: Readonly<Record<string, string>>
}

export interface UndoContext {
  readonly store: WorkbenchStore
  readonly plans: PlanStore
  readonly cluster: ClusterConnection
  readonly retractor: Retractor
  /** Although a group has read past it. */
  readonly force: boolean
}

export interface Undone {
  readonly undone: number
  readonly refused: readonly { readonly code: string; readonly message: string; readonly count: number }[]
  /** Whose records can be replayed again. */
  readonly keys: readonly FailureKey[]
}

interface Sent {
  readonly topic: string
  readonly partition: number
  readonly items: { readonly index: number; readonly offset: number }[]
}

/** For a job that is over: nothing may be sent meanwhile. */
export async function undoJob(job: UndoneJob, { store, plans, cluster, retractor, force }: UndoContext): Promise<Undone> {
  const sent = sentBy(job, store)
  const readBy = force ? new Map<string, { group: string; offset: number }>() : await furthestReaders(cluster, sent)
  const refused = new Map<string, { code: string; message: string; count: number }>()
  const keys: FailureKey[] = []
  let undone = 0
  for (const { topic, partition, items } of sent) {
    const reader = readBy.get(`${topic}/${partition}`)
    const may = items.filter(({ offset }) => offset >= (reader?.offset ?? 0))
    if (may.length < items.length) note(refused, reader!.group, topic, items.length - may.length)
    undone += await retractor.retract({ topic, topicId: job.topicIds[topic] ?? '', partition }, may.map(({ offset }) => offset))
    keys.push(...(await forget(job, may, topic, store, plans)))
  }
  return { undone, refused: [...refused.values()], keys }
}

function sentBy({ jobId, total }: UndoneJob, store: WorkbenchStore): Sent[] {
  const sent = new Map<string, Sent>()
  new JobStore(store).visitLedger(jobId, 0, total, (index, { state, topic, partition, offset }) => {
    if (state !== 'SENT' || offset < 0) return
    const place = `${topic}/${partition}`
    const known = sent.get(place)
    if (known) known.items.push({ index, offset })
    else sent.set(place, { topic, partition, items: [{ index, offset }] })
  })
  return [...sent.values()]
}

/** By `topic/partition`. */
async function furthestReaders(cluster: ClusterConnection, sent: readonly Sent[]): Promise<Map<string, { group: string; offset: number }>> {
  const wanted = new Set(sent.map(({ topic, partition }) => `${topic}/${partition}`))
  const furthest = new Map<string, { group: string; offset: number }>()
  for (const { groupId } of await listGroups(cluster)) {
    for (const { topic, partition, offset } of await committedOffsets(cluster, groupId)) {
      const place = `${topic}/${partition}`
      if (offset !== null && wanted.has(place) && offset > (furthest.get(place)?.offset ?? 0)) furthest.set(place, { group: groupId, offset })
    }
  }
  return furthest
}

function note(refused: Map<string, { code: string; message: string; count: number }>, group: string, topic: string, count: number): void {
  const key = `${group}/${topic}`
  const known = refused.get(key)
  if (known) known.count += count
  else refused.set(key, { code: 'consumed', message: `Group "${group}" has read past them in "${topic}": taking them back would not undo what it did.`, count })
}

/** The ledger keeps what was done; only the mark goes that would keep the records from being sent again. */
async function forget({ jobId, planId, targetClusterId }: UndoneJob, items: Sent['items'], topic: string, store: WorkbenchStore, plans: PlanStore): Promise<FailureKey[]> {
  const writes: Write[] = []
  const keys: FailureKey[] = []
  for (const { source } of plans.itemsAt(planId, items.map(({ index }) => index))) {
    writes.push(...forgetReplayed(store, jobId, source, { clusterId: targetClusterId, topic }))
    if (!isFileLine(source)) keys.push(source)
  }
  if (writes.length > 0) await store.commit(writes)
  return keys
}
