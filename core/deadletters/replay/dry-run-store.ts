// What the last dry run of a plan has found, kept with it: the job sends nothing that was left out there, and screens page through the findings.
import type { Write } from '../../storage/tables.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { dryRunChunksTable, dryRunsTable, type PlanChunkRecord, type PlanRecord } from '../../storage/workbench-tables.ts'
import { CHUNK_ITEMS } from './plan-store.ts'
import type { ReplayPlan } from './plan.ts'

export const VERDICTS = ['ready', 'warning', 'skipped', 'problem'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface Finding {
  readonly code: string
  readonly message: string
}

/** What was found about one item; `ready` ones have none. */
export interface ItemVerdict {
  readonly index: number
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
}

export interface DryRun {
  readonly planHash: string
  readonly atMs: number
  readonly counts: Readonly<Record<Verdict, number>>
  /** By code, the most frequent first; the message is that of one of them. */
  readonly findings: readonly (Finding & { readonly verdict: Verdict; readonly count: number })[]
  /** About the plan as a whole. */
  readonly warnings: readonly Finding[]
}

interface StoredDryRun extends PlanRecord {
  run: DryRun
}

const VERSION = 1
const LAST_PART = 0xffff_ffff
/** So long a dry run speaks for the cluster as it is. */
export const DRY_RUN_VALID_MS = 10 * 60_000

/** The last one, whichever hash the plan had then. */
export function lastDryRun(store: WorkbenchStore, planId: string): DryRun | undefined {
  const record = store.get(dryRunsTable, planId)
  return record?.version === VERSION ? (record as StoredDryRun).run : undefined
}

/** Whether it is one of this very plan and new enough to send by. */
export function isCurrent(run: DryRun | undefined, { planHash }: Pick<ReplayPlan, 'planHash'>, nowMs: number): run is DryRun {
  return run !== undefined && run.planHash === planHash && nowMs - run.atMs < DRY_RUN_VALID_MS
}

/** Of a null value that goes to a compacted topic. */
export const DELETES_KEY = 'tombstone-compacted'

/** How many records delete their key where they go. */
export const keysDeletedBy = (run: DryRun | undefined): number => run?.findings.reduce((sum, { code, count }) => sum + (code === DELETES_KEY ? count : 0), 0) ?? 0

/** In one piece, in the place of the one before; `verdicts` in order of their indexes, ready ones left out. */
export async function saveDryRun(store: WorkbenchStore, planId: string, run: DryRun, verdicts: readonly ItemVerdict[]): Promise<void> {
  const writes: Write[] = store.keys(dryRunChunksTable, { id: planId, part: 0 }, { id: planId, part: LAST_PART }, LAST_PART).map((key) => dryRunChunksTable.remove(key))
  for (const [part, chunk] of Map.groupBy(verdicts, ({ index }) => Math.floor(index / CHUNK_ITEMS))) writes.push(dryRunChunksTable.put({ id: planId, part }, encode(chunk)))
  await store.commit([...writes, dryRunsTable.put(planId, { version: VERSION, run } satisfies StoredDryRun)])
}

/** By index; items that are ready are not in it. */
export function verdictsOf(store: WorkbenchStore, planId: string, fromIndex: number, count: number): Map<number, ItemVerdict> {
  const from = Math.floor(fromIndex / CHUNK_ITEMS)
  const until = Math.ceil((fromIndex + count) / CHUNK_ITEMS)
  const found = new Map<number, ItemVerdict>()
  store.visit(dryRunChunksTable, { id: planId, part: from }, { id: planId, part: until }, (_, chunk) => {
    for (const verdict of decode(chunk)) if (verdict.index >= fromIndex && verdict.index < fromIndex + count) found.set(verdict.index, verdict)
  })
  return found
}

function encode(verdicts: readonly ItemVerdict[]): PlanChunkRecord {
  const texts: string[] = []
  const numbers = new Map<string, number>()
  const number = (text: string): number => {
    const known = numbers.get(text) ?? texts.push(text) - 1
    numbers.set(text, known)
    return known
  }
  const rows = verdicts.map(({ index, verdict, findings }) => [index, VERDICTS.indexOf(verdict), ...findings.flatMap(({ code, message }) => [number(code), number(message)])])
  return { texts, rows }
}

function decode({ texts, rows }: PlanChunkRecord): ItemVerdict[] {
  return (rows as number[][]).map(([index, verdict, ...numbers]) => {
    const findings: Finding[] = []
    for (let i = 0; i < numbers.length; i += 2) findings.push({ code: texts[numbers[i]!]!, message: texts[numbers[i + 1]!]! })
    return { index: index!, verdict: VERDICTS[verdict!]!, findings }
  })
}
