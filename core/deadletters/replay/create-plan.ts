// Makes plans, and plans again with other choices: reads what is needed, freezes the items in their order, and keeps what a person has decided about them.
import type { Clock } from '../../base/clock.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { planEditsTable } from '../../storage/workbench-tables.ts'
import { Slices } from '../../base/slices.ts'
import type { FailureKey } from '../failure.ts'
import { applied, decisionsOf } from './decisions.ts'
import { chainWrites } from './chains.ts'
import { type Draft, draftAgain } from './draft.ts'
import { lineageOf } from './lineage.ts'
import type { ReplayOptions } from './options.ts'
import { Pins } from './pins.ts'
import { planItems } from './plan-items.ts'
import type { KeptItem } from './plan-item-rows.ts'
import type { PlanHead, PlanStore } from './plan-store.ts'
import { isFileLine, type ReplayPlan } from './plan.ts'
import { type DraftSources, readDrafts, readFileDrafts } from './read-drafts.ts'
import { describeTargets, targetTopicOf, type TopicRoles } from './target-topics.ts'

export interface PlanMaking extends TopicRoles {
  readonly plans: PlanStore
  readonly store: WorkbenchStore
  readonly clock: Clock
  /** null: the records come from a file. */
  readonly source: ClusterConnection | null
  readonly target: ClusterConnection
  readonly targetName: string
  readonly decodeContext: DraftSources['decodeContext']
  readonly isOwnOrigin?: DraftSources['isOwnOrigin']
  /** A job as people know it: "job 14". */
  readonly jobText: (jobId: string) => string
  readonly signal: AbortSignal
}

export type Selection = { readonly keys: readonly FailureKey[] } | { readonly fileId: string }

export class TooManyItems extends Error {
  override readonly name = 'TooManyItems'
}

/** Rejects TooManyItems above `options.maxItems`. */
export async function createPlan(head: Omit<PlanHead, 'excluded'>, selection: Selection, making: PlanMaking): Promise<ReplayPlan> {
  const { maxItems } = head.options
  if ('keys' in selection && selection.keys.length > maxItems) throw tooMany(selection.keys.length, maxItems)
  const pins = new Pins(making.store, head.planId, head.options.pin, 'keys' in selection ? selection.keys.length : 0)
  const excluded = new Excluded()
  const drafts: Draft[] = []
  for await (const batch of draftsOf(selection, head.options, pins, excluded, making)) {
    drafts.push(...batch)
    if (drafts.length > maxItems) throw tooMany(drafts.length, maxItems)
  }
  const links = chainWrites(making.store, lineageOf(drafts, making.store, making.plans))
  if (links.length > 0) await making.store.commit(links)
  const items = pins.keptBytes === null ? drafts.map(unpinned) : drafts
  const plan = await freeze({ ...head, excluded: excluded.list() }, { drafts: items, isOrdered: false, pinnedBytes: pins.keptBytes }, making)
  if (pins.keptBytes === null) await pins.removeUnless(() => false)
  return plan
}

export interface PlanChange {
  readonly options: ReplayOptions
  readonly target: ReplayPlan['target']
}

/** The same records with other options: they are read again only where the bytes may be others, and what a person has decided about items stays. */
export async function planAgain(plan: ReplayPlan, { options, target }: PlanChange, making: PlanMaking): Promise<ReplayPlan> {
  const { planId, createdAtMs, title, source, excluded, totals } = plan
  const items = await making.plans.allItems(planId)
  const head = { planId, createdAtMs, title, source, target, options, frozenAtMs: making.clock.now() }
  if (source !== null && (options.payload !== plan.options.payload || options.pin !== plan.options.pin)) return readAgain({ ...head, source }, items, making)
  return freeze({ ...head, excluded }, { drafts: items.map(draftAgain), isOrdered: true, pinnedBytes: totals.pinnedBytes }, making)
}

async function readAgain(head: Omit<PlanHead, 'excluded'>, items: readonly KeptItem[], making: PlanMaking): Promise<ReplayPlan> {
  const { store, plans } = making
  const decisions = decisionsOf(store, head.planId, items)
  const editRows = store.keys(planEditsTable, { id: head.planId, part: 0 }, { id: head.planId, part: 0xffff_ffff }, items.length).map((key) => planEditsTable.remove(key))
  const keys = items.flatMap(({ source }) => (isFileLine(source) ? [] : [source]))
  const plan = await createPlan({ ...head, options: { ...head.options, maxItems: Math.max(head.options.maxItems, keys.length) } }, { keys }, making)
  const again = await plans.allItems(plan.planId)
  const pins = new Set(again.map(({ pin }) => pin))
  await new Pins(store, plan.planId, 'never').removeUnless((pin) => pins.has(pin))
  const decided = applied(plan.planId, again, decisions)
  return decided.items.length === 0 ? plan : plans.update(plan.planId, {}, decided.items, [...editRows, ...decided.writes])
}

function draftsOf(selection: Selection, options: ReplayOptions, pins: Pins, excluded: Excluded, making: PlanMaking): AsyncGenerator<Draft[]> {
  const { store, source, decodeContext, signal } = making
  if ('fileId' in selection) return readFileDrafts(store, selection.fileId, decodeContext)
  return readDrafts(selection.keys, { cluster: source!, decodeContext, isOwnOrigin: making.isOwnOrigin, payload: options.payload, pins, signal }, excluded.add)
}

interface Read {
  readonly drafts: readonly Draft[]
  readonly isOrdered: boolean
  readonly pinnedBytes: number | null
}

async function freeze(head: PlanHead, { drafts, isOrdered, pinnedBytes }: Read, making: PlanMaking): Promise<ReplayPlan> {
  const { store, target, plans } = making
  const topics = await describeTargets(target, await targetNames(drafts, head.options, making))
  const isSameCluster = head.source?.clusterId === head.target.clusterId
  const items = planItems(drafts, isOrdered, { ...making, store, topics, isSameCluster, options: head.options, targetClusterId: head.target.clusterId })
  const targets = Object.fromEntries(Array.from(topics.values(), ({ name, topicId, partitionCount }) => [name, { topicId, partitionCount }]))
  return plans.write(head, { targets, pinnedBytes }, items)
}

async function targetNames(drafts: readonly Draft[], options: ReplayOptions, making: PlanMaking): Promise<Set<string>> {
  const names = new Set<string>()
  const slices = new Slices(making.clock)
  for (const draft of drafts) {
    const name = targetTopicOf(draft, options, making)
    if (name !== null) names.add(name)
    if (slices.isOver) await slices.next()
  }
  return names
}

function unpinned(draft: Draft): Draft {
  return { ...draft, pin: null }
}

function tooMany(count: number, maxItems: number): TooManyItems {
  return new TooManyItems(`The selection holds ${count} records; a plan takes ${maxItems} unless more is confirmed.`)
}

/** How many were left behind, by reason. */
class Excluded {
  readonly #counts = new Map<string, { code: string; message: string; count: number }>()

  readonly add = (code: string, message: string): void => {
    const known = this.#counts.get(code)
    if (known) known.count++
    else this.#counts.set(code, { code, message, count: 1 })
  }

  list(): PlanHead['excluded'] {
    return [...this.#counts.values()]
  }
}
