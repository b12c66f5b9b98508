// What a person has decided about items, carried over when a plan is read again: by the record, since its place may be another one.
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { planEditsTable } from '../../storage/workbench-tables.ts'
import type { Write } from '../../storage/tables.ts'
import { contentFields, contentOf } from './draft.ts'
import { encodeItems, type KeptItem } from './plan-item-rows.ts'
import { isFileLine, type ItemSource } from './plan.ts'

type EditRow = NonNullable<ReturnType<typeof editOf>>
interface Decision {
  readonly isForced: boolean
  readonly isLeftOut: boolean
  readonly edit: EditRow | null
}

export type Decisions = ReadonlyMap<string, Decision>

export function decisionsOf(store: WorkbenchStore, planId: string, items: readonly KeptItem[]): Decisions {
  const decided = items.filter(({ isForced, skip, payload }) => isForced || skip?.reason === 'excluded' || payload === 'edited')
  return new Map(
    decided.map((item) => {
      const edit = item.payload === 'edited' ? (editOf(store, planId, item.index) ?? null) : null
      return [nameOf(item.source), { isForced: item.isForced, isLeftOut: item.skip?.reason === 'excluded', edit }]
    }),
  )
}

/** Items as they are with the decisions, and the rows of edits at their new places. */
export function applied(planId: string, items: readonly KeptItem[], decisions: Decisions): { items: KeptItem[]; writes: Write[] } {
  const changed: KeptItem[] = []
  const writes: Write[] = []
  for (const item of items) {
    const decision = decisions.get(nameOf(item.source))
    if (decision === undefined) continue
    const decided: KeptItem = { ...item, isForced: decision.isForced, skip: decision.isLeftOut ? { reason: 'excluded', message: 'Left out by hand.' } : item.skip }
    if (decision.edit) writes.push(planEditsTable.put({ id: planId, part: item.index }, { ...decision.edit, before: encodeItems([item]) }))
    changed.push(decision.edit ? { ...decided, ...contentFields(contentOf(decision.edit)), payload: 'edited', problem: null } : decided)
  }
  return { items: changed, writes }
}

function editOf(store: WorkbenchStore, planId: string, index: number) {
  return store.get(planEditsTable, { id: planId, part: index })
}

function nameOf(source: ItemSource): string {
  return isFileLine(source) ? `${source.file}/${source.line}` : `${source.topicId}/${source.partition}/${source.offset}`
}
