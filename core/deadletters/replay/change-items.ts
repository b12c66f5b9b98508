// What a person decides about single items of a plan: another content, sent in spite of a guard, or not at all. Each makes another hash.
import { planEditsTable } from '../../storage/workbench-tables.ts'
import type { PlanMaking } from './create-plan.ts'
import { contentFields, draftAgain } from './draft.ts'
import type { RecordContent } from './content-hash.ts'
import { decodeItems, encodeItems, type KeptItem, orderKeyOf } from './plan-item-rows.ts'
import { placed } from './plan-items.ts'
import type { PlanStore } from './plan-store.ts'
import type { ReplayPlan } from './plan.ts'
import { describeTargets } from './target-topics.ts'

/** null takes an edit back. Rejects where the plan has no such item. */
export async function editItem(plans: PlanStore, plan: ReplayPlan, index: number, edit: RecordContent | null, making: PlanMaking): Promise<ReplayPlan> {
  const [item] = plans.items(plan.planId, index, 1)
  if (item === undefined) throw new NoSuchItem(`The plan has ${plan.itemCount} items; there is no item ${index}.`)
  const key = { id: plan.planId, part: index }
  const known = making.store.get(planEditsTable, key)
  const before = known ? decodeItems(known.before, index)[0]! : item
  const frozenAtMs = making.clock.now()
  if (edit === null) return plans.update(plan.planId, { frozenAtMs }, [{ ...before, isForced: item.isForced, skip: item.skip }], [planEditsTable.remove(key)])
  const after = await placedAnew(plan, { ...before, ...contentFields(edit), payload: 'edited', isForced: item.isForced, skip: item.skip, problem: null }, making)
  const row = { ...edit, headers: edit.headers.map((header): [string, Buffer | null] => [header.key, header.value]), before: encodeItems([before]) }
  return plans.update(plan.planId, { frozenAtMs }, [after], [planEditsTable.put(key, row)])
}

export async function forceItem(plans: PlanStore, plan: ReplayPlan, index: number, isForced: boolean, frozenAtMs: number): Promise<ReplayPlan> {
  const items = plans.items(plan.planId, index, 1).map((item) => ({ ...item, isForced, skip: isForced && item.skip?.reason === 'excluded' ? null : item.skip }))
  if (items.length === 0) throw new NoSuchItem(`The plan has ${plan.itemCount} items; there is no item ${index}.`)
  return plans.update(plan.planId, { frozenAtMs }, items)
}

export async function leaveOut(plans: PlanStore, plan: ReplayPlan, indexes: readonly number[], frozenAtMs: number): Promise<ReplayPlan> {
  const items = plans.itemsAt(plan.planId, indexes).map((item): KeptItem => ({ ...item, isForced: false, skip: { reason: 'excluded', message: 'Left out by hand.' } }))
  return plans.update(plan.planId, { frozenAtMs }, items)
}

export class NoSuchItem extends Error {
  override readonly name = 'NoSuchItem'
}

/** An edit that changes the key may change the partition. */
async function placedAnew(plan: ReplayPlan, item: KeptItem, making: PlanMaking): Promise<KeptItem> {
  const topics = await describeTargets(making.target, plan.targets.map(({ topic }) => topic))
  const isSameCluster = plan.source?.clusterId === plan.target.clusterId
  const { topic, partition, problem } = placed(draftAgain(item), { ...making, options: plan.options, topics, isSameCluster })
  return { ...item, targetTopic: topic, targetPartition: partition, problem, orderKey: orderKeyOf(plan.options.order === 'key', topic, item.keyHashes) }
}
