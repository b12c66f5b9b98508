// One record of a plan before and after, and its origin: what a person looks at before they believe a repair.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { planEditsTable } from '../../storage/workbench-tables.ts'
import { ownedHeaders } from '../failure.ts'
import { isSameContent, type RecordContent } from './content-hash.ts'
import { contentOf } from './draft.ts'
import { exclusionsOf } from './exclusions.ts'
import { fetchRecords } from './fetch-records.ts'
import { chosenHeaders } from './outgoing-headers.ts'
import { readContents } from './item-contents.ts'
import { decodeItems, type KeptItem } from './plan-item-rows.ts'
import { isFileLine, type PreparedItem, type ReplayPlan } from './plan.ts'
import { prepare, type PrepareContext } from './prepare.ts'
import { editRefusalOf } from './schema-frame.ts'

export interface ItemPreview {
  readonly item: KeptItem
  /** As it was read, before edits; null where it cannot be read. */
  readonly before: RecordContent | null
  readonly after: PreparedItem
  /** Where it can be read, and is not what is sent anyway. */
  readonly origin: RecordContent | null
  readonly strippedHeaders: readonly string[]
  readonly edit: RecordContent | null
  readonly editRefusal: string | null
}

/** One preview per item, in their order. `withOrigins`: each asks the origin's topic. */
export async function previewItems(plan: ReplayPlan, items: readonly KeptItem[], context: PrepareContext, withOrigins: boolean): Promise<ItemPreview[]> {
  const asRead = items.map((item) => unedited(plan, item, context))
  const [contents, prepared] = await Promise.all([
    readContents(plan, asRead, context),
    prepare(plan, items, items.length === 0 ? new Map() : exclusionsOf(context.store, plan, items[0]!.index, items.at(-1)!.index - items[0]!.index + 1, context.clock.now()), context),
  ])
  const origins = withOrigins ? await originsOf(asRead, context) : asRead.map(() => null)
  return items.map((item, i) => {
    const content = contents[i]!
    const before = 'outcome' in content ? null : content
    const stored = item.payload === 'edited' ? context.store.get(planEditsTable, { id: plan.planId, part: item.index }) : undefined
    const origin = origins[i] ?? null
    return {
      item,
      before,
      after: prepared[i]!,
      origin: origin !== null && before !== null && isSameContent(origin, withoutOwned(before, item, context)) ? null : origin,
      strippedHeaders: before === null ? [] : strippedIn(plan, item, before, context),
      edit: stored ? contentOf(stored) : null,
      editRefusal: before === null ? 'The record cannot be read.' : editRefusalOf(before.value),
    }
  })
}

/** The item as it was before a person put something in its place. */
function unedited({ planId }: ReplayPlan, item: KeptItem, { store }: PrepareContext): KeptItem {
  const edit = item.payload === 'edited' ? store.get(planEditsTable, { id: planId, part: item.index }) : undefined
  return edit ? decodeItems(edit.before, item.index)[0]! : item
}

async function originsOf(items: readonly KeptItem[], { source, signal }: PrepareContext): Promise<(RecordContent | null)[]> {
  if (source === null) return items.map(() => null)
  return Promise.all(items.map((item) => originOf(item, source, signal)))
}

async function originOf({ origin, payload, source }: KeptItem, cluster: ClusterConnection, signal: AbortSignal): Promise<RecordContent | null> {
  if (payload === 'origin' || isFileLine(source) || origin === null || origin.partition === null || origin.offset === null) return null
  const [found] = await fetchRecords(cluster, [{ topic: origin.topic, partition: origin.partition, offset: origin.offset }], signal)
  return found!.missing === null ? found!.record : null
}

function withoutOwned(content: RecordContent, { dialect }: KeptItem, { userDialects }: PrepareContext): RecordContent {
  const isOwned = ownedHeaders(dialect ?? '', userDialects)
  return { ...content, headers: content.headers.filter(({ key }) => !isOwned(key)) }
}

/** By what is left of each name, so that one that is renamed counts too. */
function strippedIn({ options }: ReplayPlan, { dialect }: KeptItem, { headers }: RecordContent, { userDialects }: PrepareContext): string[] {
  const kept = new Set(chosenHeaders(headers, options.headers, ownedHeaders(dialect ?? '', userDialects)).map(({ key }) => key))
  return [...new Set(headers.map(({ key }) => key).filter((name) => !kept.has(name)))]
}
