// Replays: a frozen plan, a dry run of it, a job that carries it out, and what became of each record. All plans and jobs are this Headwater's own.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { failureFilter, failureKey, place } from './dead-letters.ts'
import { field } from './records.ts'
import { onConnection, procedure, writing } from './procedure.ts'

// ---- plan -----------------------------------------------------------------------------------------------------------------------

/** Frozen when the plan is made: what arrives later is not in it. */
export const replaySelection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keys'), keys: z.array(failureKey).min(1).max(100_000) }),
  z.object({ kind: z.literal('filter'), topics: z.array(z.string().min(1)).min(1).max(200), filter: failureFilter }),
  /** An imported file. */
  z.object({ kind: z.literal('file'), fileId: z.string() }),
])
export type ReplaySelection = z.infer<typeof replaySelection>

export const replayTarget = z.discriminatedUnion('kind', [
  /** Each record's own topic, by redirect rules where there is one. */
  z.object({ kind: z.literal('origin') }),
  /** The first tier of the ladder that its topic has: live traffic is not disturbed. */
  z.object({ kind: z.literal('first-retry') }),
  z.object({ kind: z.literal('topic'), topic: z.string().min(1) }),
])

export const partitionPolicy = z.enum(['same', 'by-key-murmur2', 'by-key-crc32', 'explicit'])

export const replayOptions = z.object({
  target: replayTarget,
  /** Which cluster it goes to; the same as the source, another one, or the local broker. */
  targetConnectionId: z.string().min(1),
  /** `auto`: the origin where it can be reached and differs, else the dead letter. */
  payload: z.enum(['auto', 'dlq', 'origin']),
  partition: partitionPolicy,
  /** With `explicit`. */
  explicitPartition: z.number().int().min(0).optional(),
  timestamp: z.enum(['now', 'preserve']),
  /** `strip` takes off what the dialect has put on (failure and retry control), `rename` keeps it under `x-prev-…`. */
  headers: z.enum(['strip', 'keep', 'rename']),
  /** Adds x-replay-id, x-replay-of, x-replay-at, x-replay-count. */
  stamp: z.boolean(),
  /** Further headers that go; `*` at the end of a name stands for any rest. */
  removeHeaders: z.array(z.string()).max(100).optional(),
  /** Put in the place of all of that name. */
  setHeaders: z.array(z.object({ name: z.string().min(1), value: z.string().nullable() })).max(100).optional(),
  /** Longer header values are cut: stack traces can make a record too large for its target. */
  maxHeaderBytes: z.number().int().min(0).nullable().optional(),
  /** JSON Schema that values must satisfy after edits and transforms. */
  valueSchema: z.string().max(1_000_000).nullable().optional(),
  /** What groups and transactional ids of the job begin with, where access rules allow only that. */
  idPrefix: z.string().min(1).max(100).optional(),
  order: z.enum(['per-key', 'none']),
  /** Stop after so many failures; null = go on. */
  stopAfterFailures: z.number().int().min(1).nullable(),
  messagesPerSecond: z.number().positive().max(1_000_000).nullable(),
  bytesPerSecond: z.number().positive().nullable(),
  /** The first so many, then a wait until they are consumed or come back; 0 = none. */
  canary: z.number().int().min(0).max(1_000),
  canaryWaitMs: z.number().int().min(0).max(600_000),
  /** A record that was replayed this often is left out. */
  maxReplays: z.number().int().min(1).max(1_000),
  /** Keep a copy of the bytes when the plan is made: retention cannot take them any more. */
  pin: z.boolean(),
  /** `auto`: the strongest that source and target allow. */
  mode: z.enum(['auto', 'T', 'W']),
})
export type ReplayOptions = z.infer<typeof replayOptions>

/** How a value is repaired: a JavaScript function `(record) => record`, or JSON Patch (RFC 6902) over the value. */
export const replayTransform = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('javascript'), code: z.string().max(100_000) }),
  z.object({ kind: z.literal('json-patch'), patch: z.string().max(100_000) }),
])
export type ReplayTransform = z.infer<typeof replayTransform>

/** L and I: one commit of the local broker. T: a Kafka transaction per batch. W: written down before, told apart after; at least once. */
export const replayMode = z.enum(['L', 'I', 'T', 'W'])
export type ReplayMode = z.infer<typeof replayMode>

export const itemVerdict = z.enum([
  'ready',
  /** Can be sent; the text says what to think of before. */
  'warning',
  /** Will be left out, as the options or the ledger say. */
  'skipped',
  /** Cannot be sent as it is. */
  'problem',
])
export type ItemVerdict = z.infer<typeof itemVerdict>

/** `already-replayed`, `superseded`, `loop`, `too-large`, `target-missing`, … with a sentence. */
export const finding = z.object({ code: z.string(), text: z.string() })
export type Finding = z.infer<typeof finding>

export const planItem = z.object({
  index: z.number().int(),
  /** null: it comes from a file; `line` says which. */
  source: failureKey.nullable(),
  line: z.number().int().nullable(),
  origin: place.nullable(),
  keyText: z.string().nullable(),
  target: z.object({ topic: z.string(), partition: z.number().int().nullable() }),
  payload: z.enum(['dlq', 'origin', 'edited']),
  sizeBytes: z.number().int(),
  replayCount: z.number().int(),
  /** null before the dry run has come by. */
  verdict: itemVerdict.nullable(),
  findings: z.array(finding),
  /** A person decided to send it all the same. */
  isForced: z.boolean(),
})
export type PlanItem = z.infer<typeof planItem>

const count = z.number().int()

export const planSummary = z.object({
  planId: z.string(),
  planHash: z.string(),
  createdAtMs: z.number(),
  name: z.string(),
  sourceConnectionId: z.string(),
  sourceName: z.string(),
  targetConnectionId: z.string(),
  targetName: z.string(),
  isTargetLocal: z.boolean(),
  options: replayOptions,
  transform: replayTransform,
  itemCount: count,
  sizeBytes: z.number(),
  oldestMs: z.number().nullable(),
  newestMs: z.number().nullable(),
  /** By target topic. */
  targets: z.array(z.object({ topic: z.string(), count, isMissing: z.boolean() })),
  dialects: z.array(z.object({ dialect: z.string(), count, ownedHeaders: z.array(z.string()) })),
  /** What the mode will be, and why not a stronger one. */
  mode: replayMode,
  modeText: z.string(),
  /** Whether it can be taken back, said before it is sent. */
  undoText: z.string(),
  /** As asked for, and not in the plan: `gone` 3, `already-replayed` 12, … */
  excluded: z.array(z.object({ code: z.string(), text: z.string(), count })),
  /** Edited by hand. */
  editedCount: count,
  dryRun: z
    .object({ atMs: z.number(), isCurrent: z.boolean(), ready: count, warnings: count, skipped: count, problems: count, findings: z.array(finding.extend({ count })) })
    .nullable(),
  warnings: z.array(finding),
  jobId: z.string().nullable(),
})
export type PlanSummary = z.infer<typeof planSummary>

const bytesOrNull = z.instanceof(Uint8Array).nullable()
const headerValue = z.object({ key: z.string(), value: bytesOrNull })

/** What stands for a record instead of what was read. */
export const itemEdit = z.object({ key: bytesOrNull, value: bytesOrNull, headers: z.array(headerValue).max(10_000) })
export type ItemEdit = z.infer<typeof itemEdit>

const side = z.object({ key: field, value: field, headers: z.array(z.object({ key: z.string(), value: field })) })

/** One record before and after, exactly as it would be sent. */
export const itemPreview = z.object({
  item: planItem,
  /** As it was read: the dead letter (or the origin, see `item.payload`). */
  before: side.nullable(),
  after: side.nullable(),
  /** The origin record, where it could be read and differs. */
  origin: side.nullable(),
  /** Names of the headers that are taken off. */
  strippedHeaders: z.array(z.string()),
  error: z.object({ message: z.string(), line: z.number().int().nullable() }).nullable(),
  /** Why its value cannot be edited; null where it can. */
  editRefusal: z.string().nullable(),
  /** What a person has put in the place of what was read, before headers are taken off and added; null = nothing. */
  edit: itemEdit.nullable(),
})
export type ItemPreview = z.infer<typeof itemPreview>

export const dryRunEvent = z.object({
  planId: z.string(),
  planHash: z.string(),
  checked: count,
  total: count,
  /** What is being looked at now. */
  step: z.string(),
  done: z.boolean(),
  summary: planSummary.nullable(),
})
export type DryRunEvent = z.infer<typeof dryRunEvent>

/** Where records of a missing topic go from now on. */
export const redirectRule = z.object({ fromTopic: z.string().min(1), toTopic: z.string().min(1) })

// ---- job ------------------------------------------------------------------------------------------------------------------------

export const jobState = z.enum(['PLANNED', 'SCHEDULED', 'RUNNING', 'PAUSED', 'INTERRUPTED', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'CANCELLED', 'FAILED'])
export type JobState = z.infer<typeof jobState>

export const itemState = z.enum(['PENDING', 'SENDING', 'SENT', 'SKIPPED', 'FAILED', 'HELD', 'INDOUBT'])
export type ItemState = z.infer<typeof itemState>

export const outcome = z.enum(['consumed', 'bounced', 'waiting', 'untracked'])

export const jobSummary = z.object({
  jobId: z.string(),
  /** Counts from 1, for people. */
  number: count,
  name: z.string(),
  planId: z.string(),
  planHash: z.string(),
  sourceConnectionId: z.string(),
  sourceName: z.string(),
  targetConnectionId: z.string(),
  targetName: z.string(),
  isTargetLocal: z.boolean(),
  mode: replayMode,
  state: jobState,
  /** Why it is paused, failed or interrupted: `bounce`, `fenced`, `auth`, `network`, `storage`, `read-only`, `register`, `target-missing`, `errors`, `user`, … */
  reason: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
  /** Always add up to `total`. */
  items: z.object({ total: count, pending: count, sending: count, sent: count, skipped: count, failed: count, held: count, indoubt: count }),
  outcomes: z.object({ consumed: count, bounced: count, waiting: count, untracked: count }),
  sentBytes: z.number(),
  messagesPerSecond: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  /** Over the last seconds. */
  currentRate: z.object({ messagesPerSecond: z.number(), bytesPerSecond: z.number() }),
  canary: z.enum(['none', 'sending', 'watching', 'passed', 'failed']),
  createdAtMs: z.number(),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  scheduledForMs: z.number().nullable(),
  /** Groups that read the targets, and whether anybody is there. */
  consumers: z.array(z.object({ group: z.string(), state: z.string(), memberCount: count })),
  /** `cancel keeps everything; nothing is deleted from the dead-letter topic` and the like. */
  undo: z.object({ isPossible: z.boolean(), text: z.string() }),
  /** A sandbox copy: its consumed cases can be promoted. */
  isSandbox: z.boolean(),
  canPromote: z.boolean(),
  isArchived: z.boolean(),
})
export type JobSummary = z.infer<typeof jobSummary>

export const jobItem = z.object({
  index: count,
  source: failureKey.nullable(),
  line: z.number().int().nullable(),
  keyText: z.string().nullable(),
  target: z.object({ topic: z.string(), partition: z.number().int().nullable(), offset: z.bigint().nullable() }),
  state: itemState,
  outcome: outcome.nullable(),
  /** Reason of SKIPPED, FAILED, HELD, INDOUBT. */
  finding: finding.nullable(),
  atMs: z.number().nullable(),
  bouncedTo: failureKey.nullable(),
})
export type JobItem = z.infer<typeof jobItem>

export const jobEvent = z.object({
  job: jobSummary,
  /** Sent per second over the run so far, for a small chart; oldest first. */
  history: z.array(z.object({ atMs: z.number(), sent: count, bounced: count })),
})
export type JobEvent = z.infer<typeof jobEvent>

// ---- sandbox, files -------------------------------------------------------------------------------------------------------------

export const maskRule = z.object({ path: z.string().min(1), how: z.enum(['hash', 'redact', 'keep-length']) })

export const sandboxPlan = z.object({
  /** The local topics that would be made or used, with partitions and configs as in the source. */
  topics: z.array(z.object({ source: z.string(), local: z.string(), partitionCount: count, exists: z.boolean(), configs: z.array(z.object({ name: z.string(), value: z.string() })) })),
  cases: count,
  neighbours: count,
  sizeBytes: z.number(),
  /** What may differ from the real cluster (schema ids and the like). */
  notes: z.array(z.string()),
  plan: planSummary,
})
export type SandboxPlan = z.infer<typeof sandboxPlan>

const onPlan = z.object({ planId: z.string() })
const onJob = z.object({ jobId: z.string() })
/** Of the target: the procedure is refused where that is read-only. */
const startingOn = onConnection

export const replay = {
  defaults: procedure.input(z.object({ sourceConnectionId: z.string(), targetConnectionId: z.string() })).output(replayOptions),
  plan: procedure
    .input(onConnection.extend({ selection: replaySelection, options: replayOptions, transform: replayTransform, name: z.string().max(200).nullable(), includeReplayed: z.boolean(), maxItems: z.number().int().min(1).max(1_000_000) }))
    .output(planSummary),
  plans: procedure.output(z.array(planSummary)),
  summary: procedure.input(onPlan).output(planSummary),
  removePlan: procedure.input(onPlan).output(z.object({})),
  /** A new hash: what was run dry before does not count any more. The items stay the same. */
  change: procedure.input(onPlan.extend({ options: replayOptions.optional(), transform: replayTransform.optional(), name: z.string().max(200).optional() })).output(planSummary),
  items: procedure
    .input(onPlan.extend({ verdict: itemVerdict.nullable(), cursor: z.number().int(), limit: z.number().int().min(1).max(500) }))
    .output(z.object({ items: z.array(planItem), cursor: z.number().int().nullable(), total: count })),
  preview: procedure.input(onPlan.extend({ index: count })).output(itemPreview),
  /** null takes the edit back. */
  edit: procedure.input(onPlan.extend({ index: count, edit: itemEdit.nullable() })).output(planSummary),
  force: procedure.input(onPlan.extend({ index: count, isForced: z.boolean() })).output(planSummary),
  leaveOut: procedure.input(onPlan.extend({ indexes: z.array(count).min(1).max(100_000) })).output(planSummary),
  /** Tries a transform on the plan without keeping it: how many come out valid, and a page of before and after. */
  tryTransform: procedure
    .input(onPlan.extend({ transform: replayTransform, cursor: z.number().int(), limit: z.number().int().min(1).max(50), only: z.enum(['all', 'changed', 'failed']) }))
    .output(z.object({ valid: count, invalid: count, unchanged: count, checked: count, total: count, pages: z.array(itemPreview), cursor: z.number().int().nullable(), error: z.object({ message: z.string(), line: z.number().int().nullable() }).nullable() })),
  /** Everything but producing. */
  dryRun: procedure.input(onPlan).output(eventIterator(dryRunEvent)),
  redirects: procedure.input(onConnection).output(z.array(redirectRule)),
  setRedirects: procedure.input(onConnection.extend({ rules: z.array(redirectRule).max(1_000) })).output(z.array(redirectRule)),

  /** Makes a job of the plan as it stands and starts it (at `atMs` where given). `confirmName`: the target cluster's name where it is remote. `confirmDeletes`: how many records delete their key on a compacted target, where any do. */
  start: writing
    .input(startingOn.extend({ planId: z.string(), planHash: z.string(), confirmName: z.string().nullable(), atMs: z.number().nullable(), confirmDeletes: count.min(0).optional() }))
    .output(jobSummary),
  jobs: procedure.input(z.object({ includeArchived: z.boolean() })).output(z.array(jobSummary)),
  /** All jobs, whenever one of them changes: at most 10 events a second. */
  watchJobs: procedure.output(eventIterator(z.array(jobSummary))),
  watchJob: procedure.input(onJob).output(eventIterator(jobEvent)),
  pause: procedure.input(onJob).output(jobSummary),
  /** Keeps everything that was sent and everything in the dead-letter topic. */
  cancel: procedure.input(onJob).output(jobSummary),
  resume: writing.input(startingOn.extend(onJob.shape)).output(jobSummary),
  setRate: procedure.input(onJob.extend({ messagesPerSecond: z.number().positive().max(1_000_000).nullable(), bytesPerSecond: z.number().positive().nullable() })).output(jobSummary),
  jobItems: procedure
    .input(onJob.extend({ states: z.array(itemState).nullable(), outcomes: z.array(outcome).nullable(), cursor: z.number().int(), limit: z.number().int().min(1).max(500) }))
    .output(z.object({ items: z.array(jobItem), cursor: z.number().int().nullable(), total: count })),
  /** FAILED (and what was HELD behind them) become PENDING again; the job is to be resumed. */
  retryFailed: procedure.input(onJob.extend({ indexes: z.array(count).max(100_000).nullable() })).output(jobSummary),
  /** What a person knows about a record in doubt: it is there, or it is not and may be sent. */
  decide: procedure.input(onJob.extend({ indexes: z.array(count).min(1).max(100_000), decision: z.enum(['sent', 'not-sent']) })).output(jobSummary),
  /** Takes back what a job wrote to the local broker. `force`: although a group has read past it. */
  undo: writing.input(startingOn.extend(onJob.shape).extend({ force: z.boolean() })).output(z.object({ undone: count, refused: z.array(finding.extend({ count })) })),
  archive: procedure.input(onJob).output(jobSummary),
  /** Outcome per record as text: a line of JSON each, or CSV. */
  exportJob: procedure.input(onJob.extend({ format: z.enum(['jsonl', 'csv']) })).output(eventIterator(z.object({ text: z.string(), done: z.boolean() }))),

  sandbox: procedure
    .input(onConnection.extend({ keys: z.array(failureKey).min(1).max(10_000), neighbours: z.number().int().min(0).max(1_000), masks: z.array(maskRule).max(100) }))
    .output(sandboxPlan),
  /** Makes the local topics that the sandbox's plan needs and starts it. */
  startSandbox: writing.input(startingOn.extend({ planId: z.string() })).output(jobSummary),
  /** A plan for the real cluster of those cases whose copies were consumed. */
  promote: procedure.input(onJob).output(planSummary),

  /** Lossless lines of JSON, the first a manifest; the last event names the export, with its SHA-256. */
  exportCases: procedure
    .input(onConnection.extend({ selection: replaySelection }))
    .output(eventIterator(z.object({ text: z.string(), records: count, exportId: z.string().nullable(), sha256: z.string().nullable() }))),
  /** A piece of a file; the answer to the last one says what it holds. */
  importPiece: procedure
    .input(z.object({ fileId: z.string().nullable(), name: z.string(), text: z.string().max(8 * 1024 * 1024), isLast: z.boolean() }))
    .output(z.object({ fileId: z.string(), records: count, problems: z.array(z.object({ line: count, text: z.string() })) })),
  /** One case as a program or a command, to be put into a test. */
  fixture: procedure
    .input(onConnection.extend({ key: failureKey }))
    .output(z.array(z.object({ id: z.enum(['kcat', 'kafka-console', 'java-test', 'kafkajs', 'json']), title: z.string(), code: z.string() }))),
}
