// The bytes behind items of a plan: edited, kept with the plan, of a file, or read from their topic, where they must be those that were planned.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { importedRecordsTable, planEditsTable, planPinsTable } from '../../storage/workbench-tables.ts'
import { contentHash, type RecordContent } from './content-hash.ts'
import { contentOf } from './draft.ts'
import { fetchRecords, type FoundRecord, type RecordPlace } from './fetch-records.ts'
import type { KeptItem } from './plan-item-rows.ts'
import { isFileLine, type ReplayPlan, type UnsendableItem } from './plan.ts'

export type ItemContent = RecordContent
export type Unread = UnsendableItem['failure']

export interface ContentSources {
  readonly store: WorkbenchStore
  readonly source: ClusterConnection | null
  readonly signal: AbortSignal
}

/** One answer per item, in their order. */
export async function readContents({ planId }: ReplayPlan, items: readonly KeptItem[], { store, source, signal }: ContentSources): Promise<(ItemContent | Unread)[]> {
  const contents: (ItemContent | Unread | null)[] = items.map((item) => keptContent(planId, item, store))
  const missing = items.flatMap((_, i) => (contents[i] === null ? [i] : []))
  const found = source === null ? [] : await fetchRecords(source, missing.map((i) => placeOf(items[i]!)), signal)
  for (const [at, i] of missing.entries()) contents[i] = found[at] === undefined ? goneFromFile(items[i]!) : readContent(items[i]!, found[at])
  return contents as (ItemContent | Unread)[]
}

/** null = it must be read from the cluster. */
function keptContent(planId: string, { index, payload, pin, source }: KeptItem, store: WorkbenchStore): ItemContent | null {
  const edit = payload === 'edited' ? store.get(planEditsTable, { id: planId, part: index }) : undefined
  if (edit) return contentOf(edit)
  const pinned = pin === null ? undefined : store.get(planPinsTable, { id: planId, part: pin })
  if (pinned) return contentOf(pinned)
  const line = isFileLine(source) ? store.get(importedRecordsTable, { id: source.file, part: source.line }) : undefined
  return line ? contentOf(line) : null
}

function placeOf({ source, origin, payload }: KeptItem): RecordPlace {
  if (payload === 'origin') return { topic: origin!.topic, partition: origin!.partition!, offset: origin!.offset! }
  if (isFileLine(source)) return { topic: '', partition: -1, offset: -1 }
  return source
}

function readContent(item: KeptItem, found: FoundRecord): ItemContent | Unread {
  if (found.missing === 'aborted') return { outcome: 'FAILED', code: 'aborted', message: found.message }
  if (found.missing !== null) return { outcome: 'SKIPPED', code: 'source-gone', message: `${found.message} Plans made from now on can keep the bytes.` }
  const { topic, partition, offset } = placeOf(item)
  if (item.payload === 'dlq' && !isFileLine(item.source) && found.record.topicId !== item.source.topicId) {
    return { outcome: 'FAILED', code: 'source-recreated', message: `The topic "${topic}" was deleted and created again since the plan was made. Make a new plan.` }
  }
  if (contentHash(found.record) === item.contentHash) return found.record
  return { outcome: 'FAILED', code: 'source-changed', message: `What lies at offset ${offset} of partition ${partition} of "${topic}" now is not the record that was planned. Make a new plan.` }
}

function goneFromFile({ source }: KeptItem): Unread {
  const line = isFileLine(source) ? ` (line ${source.line})` : ''
  return { outcome: 'SKIPPED', code: 'source-gone', message: `The imported file is not kept any more${line}. Import it again.` }
}
