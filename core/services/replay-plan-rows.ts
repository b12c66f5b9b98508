// Plans, their items and previews as the contract shows them.
import type { Finding as ShownFinding, ItemPreview as ShownPreview, PlanItem as ShownItem, PlanSummary } from '../contract/replay.ts'
import { INLINE_BYTES } from '../contract/records.ts'
import { dialectById } from '../deadletters/dialects/detect-dialect.ts'
import type { FailureDialect } from '../deadletters/dialects/dialect.ts'
import type { RecordContent } from '../deadletters/replay/content-hash.ts'
import { deliveryOf, undoText } from '../deadletters/replay/delivery-mode.ts'
import { type DryRun, type Finding, isCurrent, type ItemVerdict } from '../deadletters/replay/dry-run-store.ts'
import type { KeptItem } from '../deadletters/replay/plan-item-rows.ts'
import { isFileLine, type ReplayPlan } from '../deadletters/replay/plan.ts'
import type { ItemPreview } from '../deadletters/replay/preview-item.ts'
import { fieldOf } from '../serdes/field.ts'
import { shownOptions, shownTransform } from './replay-options.ts'

export interface ShownPlanContext {
  readonly nameOf: (connectionId: string) => string
  readonly userDialects: readonly FailureDialect[]
  readonly run: DryRun | undefined
  readonly jobId: string | null
  readonly nowMs: number
}

/** Whose records they are is not known to a cluster. */
const FROM_FILE = { sourceConnectionId: '', sourceName: 'Imported file' }

export function summaryOf(plan: ReplayPlan, context: ShownPlanContext): PlanSummary {
  const { source, target, totals } = plan
  const delivery = deliveryOf(plan)
  return {
    planId: plan.planId,
    planHash: plan.planHash,
    createdAtMs: plan.createdAtMs,
    name: plan.title,
    ...(source === null ? FROM_FILE : { sourceConnectionId: source.connectionId, sourceName: context.nameOf(source.connectionId) }),
    targetConnectionId: target.connectionId,
    targetName: context.nameOf(target.connectionId),
    isTargetLocal: target.isLocal,
    options: shownOptions(plan.options, target.connectionId),
    transform: shownTransform(plan.options.transform),
    itemCount: plan.itemCount,
    sizeBytes: totals.sizeBytes,
    oldestMs: totals.oldestMs,
    newestMs: totals.newestMs,
    targets: plan.targets.map(({ topic, topicId, count }) => ({ topic, count, isMissing: topicId === null })),
    dialects: plan.dialects.map(({ dialect, count }) => ({ dialect, count, ownedHeaders: [...(dialectById(dialect, context.userDialects)?.headers ?? [])] })),
    mode: delivery.mode,
    modeText: delivery.text,
    undoText: undoText(plan),
    excluded: excludedOf(plan),
    editedCount: totals.edited,
    dryRun: context.run ? dryRunOf(context.run, isCurrent(context.run, plan, context.nowMs)) : null,
    warnings: (context.run?.planHash === plan.planHash ? context.run.warnings : []).map(findingOf),
    jobId: context.jobId,
  }
}

export function itemOf(item: KeptItem, verdict: ItemVerdict | undefined, isRun: boolean): ShownItem {
  const { source, origin, skip, problem } = item
  const known = [...(skip ? [{ code: skip.reason, message: skip.message }] : []), ...(problem ? [problem] : [])]
  return {
    index: item.index,
    source: isFileLine(source) ? null : { topic: source.topic, topicId: source.topicId, partition: source.partition, offset: BigInt(source.offset) },
    line: isFileLine(source) ? source.line : null,
    origin: origin && { topic: origin.topic, partition: origin.partition, offset: origin.offset === null ? null : BigInt(origin.offset) },
    keyText: item.keyText,
    target: { topic: item.targetTopic, partition: item.targetPartition < 0 ? null : item.targetPartition },
    payload: item.payload,
    sizeBytes: item.sizeBytes,
    replayCount: item.replayCount,
    verdict: isRun ? (verdict?.verdict ?? 'ready') : null,
    findings: (isRun ? (verdict?.findings ?? []) : known).map(findingOf),
    isForced: item.isForced,
  }
}

export function previewOf(preview: ItemPreview, item: ShownItem): ShownPreview {
  const { before, after, origin, strippedHeaders, edit, editRefusal } = preview
  const line = after.failure ? /\(line (\d+)\)$/.exec(after.failure.message)?.[1] : undefined
  return {
    item,
    before: before && sideOf(before),
    after: after.failure ? null : sideOf(after),
    origin: origin && sideOf(origin),
    strippedHeaders: [...strippedHeaders],
    error: after.failure && { message: after.failure.message, line: line === undefined ? null : Number(line) },
    editRefusal,
    edit: edit && {
      key: ownBytes(edit.key),
      value: ownBytes(edit.value),
      headers: edit.headers.map(({ key, value }) => ({ key, value: ownBytes(value) })),
    },
  }
}

export function findingOf({ code, message }: Finding): ShownFinding {
  return { code, text: message }
}

function dryRunOf({ atMs, counts, findings }: DryRun, isValid: boolean): NonNullable<PlanSummary['dryRun']> {
  const { ready, warning, skipped, problem } = counts
  return { atMs, isCurrent: isValid, ready, warnings: warning, skipped, problems: problem, findings: findings.map((finding) => ({ ...findingOf(finding), count: finding.count })) }
}

const SKIP_TEXTS: Readonly<Record<string, string>> = {
  'already-replayed': 'Sent to the same target before.',
  'same-record': 'Another dead letter of the same record was sent since.',
  loop: 'Replayed too often already: they come back.',
  duplicate: 'There is a newer dead letter of the same record.',
  excluded: 'Left out by hand.',
}

function excludedOf({ excluded, totals }: ReplayPlan): PlanSummary['excluded'] {
  const skipped = Object.entries(totals.skipped).map(([code, count]) => ({ code, text: SKIP_TEXTS[code] ?? code, count }))
  return [...excluded.map(({ code, message, count }) => ({ code, text: message, count })), ...skipped]
}

function sideOf({ key, value, headers }: RecordContent): NonNullable<ShownPreview['before']> {
  return {
    key: fieldOf(key, INLINE_BYTES),
    value: fieldOf(value, INLINE_BYTES),
    headers: headers.map((header) => ({ key: header.key, value: fieldOf(header.value, INLINE_BYTES) })),
  }
}

/** A Buffer's class and pool must not travel. */
function ownBytes(bytes: Buffer | null): Uint8Array<ArrayBuffer> | null {
  return bytes === null ? null : new Uint8Array(bytes)
}
