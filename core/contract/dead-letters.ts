// Dead letters of any cluster: which topics hold them, what failed and why, and what a person has made of it. Reading only, but for `park` and `purge`.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { onConnection, procedure, writing } from './procedure.ts'

// ---- which topics ---------------------------------------------------------------------------------------------------------------

export const topicRole = z.enum(['dlq', 'retry', 'main', 'none'])
export type TopicRole = z.infer<typeof topicRole>

/** What speaks for a topic's role, strongest first: the person said so, a config, a retry policy of the local broker, headers of its records, its name. */
export const roleEvidence = z.object({ kind: z.enum(['user', 'config', 'policy', 'headers', 'name']), text: z.string() })

export const recognisedTopic = z.object({
  topic: z.string(),
  topicId: z.string(),
  role: topicRole,
  /** `likely`: by its name alone; nothing destructive is offered on that ground. */
  confidence: z.enum(['user', 'confirmed', 'likely']),
  /** Id of the dialect its records are written in, as far as they were looked at. */
  dialect: z.string().nullable(),
  dialectName: z.string().nullable(),
  /** Where its records come from, as far as known. */
  originTopics: z.array(z.string()),
  groups: z.array(z.string()),
  /** Of a retry topic. */
  delayMs: z.number().nullable(),
  evidence: z.array(roleEvidence),
  partitionCount: z.number().int(),
  /** Offsets between start and end over its partitions; may be more than records. */
  recordCount: z.bigint().nullable(),
  error: z.string().nullable(),
})
export type RecognisedTopic = z.infer<typeof recognisedTopic>

/** A source with its retry ladder and its dead letters. `source` null: it is not known, or there are several. */
export const deadLetterFlow = z.object({
  source: z.string().nullable(),
  retries: z.array(recognisedTopic),
  deadLetters: z.array(recognisedTopic),
})
export type DeadLetterFlow = z.infer<typeof deadLetterFlow>

/** What a person says about topics; it wins over everything else. */
export const topicMapping = z.object({
  id: z.string(),
  /** An exact name, or a regular expression in slashes: `/^errors-.+$/`. */
  pattern: z.string().min(1).max(1_000),
  role: topicRole,
  dialect: z.string().nullable(),
  originTopic: z.string().nullable(),
  group: z.string().nullable(),
})
export type TopicMapping = z.infer<typeof topicMapping>

export const FIELD_ENCODINGS = ['utf8', 'decimal', 'int32be', 'int64be', 'bigint-be', 'json'] as const

/** Fields of a failure that a header may stand for. */
export const FAILURE_FIELDS = [
  'originTopic', 'originPartition', 'originOffset', 'originTimestamp', 'group', 'component', 'stage', 'class', 'rootClass', 'message', 'rootMessage', 'stack', 'reason', 'attempts',
  'failedAt', 'firstFailureAt', 'dueAt',
] as const

/** A dialect as data: header name → field. */
export const userDialect = z.object({
  id: z.string(),
  name: z.string().min(1).max(100),
  newest: z.enum(['first', 'last']),
  fields: z
    .array(
      z.object({
        header: z.string().min(1),
        field: z.enum(FAILURE_FIELDS),
        encoding: z.enum(FIELD_ENCODINGS),
        /** Of `json`: `$.error.message`. */
        path: z.string().nullable(),
      }),
    )
    .max(100),
  /** Header names (or prefixes that end in `*`) that belong to the failure and are taken off when a record is replayed, beside those of `fields`. */
  owned: z.array(z.string()).max(100),
  payload: z.enum(['full', 'pointer']),
  recordTime: z.enum(['failure', 'origin']),
})
export type UserDialect = z.infer<typeof userDialect>

// ---- what failed ----------------------------------------------------------------------------------------------------------------

export const failureKey = z.object({ topic: z.string(), topicId: z.string(), partition: z.number().int(), offset: z.bigint() })
export type FailureKey = z.infer<typeof failureKey>

/** What has become of a dead letter, as this Headwater knows it. Nothing of it is written to the cluster. */
export const triageState = z.enum(['new', 'acknowledged', 'replayed', 'bounced', 'consumed', 'resolved', 'parked', 'ignored'])
export type TriageState = z.infer<typeof triageState>

export const place = z.object({ topic: z.string(), partition: z.number().int().nullable(), offset: z.bigint().nullable() })

export const failureHop = place.extend({
  atMs: z.number().nullable(),
  dueAtMs: z.number().nullable(),
  attempt: z.number().int().nullable(),
})

/** A row of a list: what a glance needs. */
export const failureRow = z.object({
  key: failureKey,
  dialect: z.string(),
  fingerprint: z.string(),
  class: z.string().nullable(),
  message: z.string().nullable(),
  origin: place.extend({ timestampMs: z.number().nullable() }).nullable(),
  group: z.string().nullable(),
  attempts: z.number().int().nullable(),
  /** When it failed last; where that is unknown, the time of its record (Connect and Streams keep that of the original), and `timeQuality` says so. */
  atMs: z.number(),
  timeQuality: z.enum(['exact', 'derived', 'unknown']),
  keyText: z.string().nullable(),
  sizeBytes: z.number().int(),
  replayCount: z.number().int(),
  state: triageState,
  /** Its record has left the log: kept for the history, cannot be replayed. */
  isGone: z.boolean(),
  payloadSource: z.enum(['dlq', 'pointer']),
  /** How many parts of its headers could not be decoded. */
  issueCount: z.number().int(),
  /** Of an aborted or open transaction: nobody who reads committed records sees it. */
  transaction: z.enum(['committed', 'aborted', 'open', 'unknown']).nullable(),
})
export type FailureRow = z.infer<typeof failureRow>

export const failureGroup = z.object({
  fingerprint: z.string(),
  /** The deepest cause. */
  class: z.string().nullable(),
  /** Of one of its records, as written. */
  message: z.string().nullable(),
  /** As it was compared: ids, numbers and times masked. */
  maskedMessage: z.string().nullable(),
  count: z.number().int(),
  newCount: z.number().int(),
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
  /** Equal steps up to now, oldest first; `trendFromMs` is where the first begins, `trendStepMs` how long each is. */
  trend: z.array(z.number().int()),
  trendFromMs: z.number(),
  trendStepMs: z.number(),
  topics: z.array(z.object({ topic: z.string(), count: z.number().int() })),
  consumerGroups: z.array(z.string()),
  originTopics: z.array(z.string()),
  /** Records by partition of the origin (of the dead-letter topic where the origin is unknown). */
  partitions: z.array(z.object({ partition: z.number().int(), count: z.number().int() })),
  attempts: z.object({ p50: z.number().nullable(), max: z.number().nullable() }),
  replayedCount: z.number().int(),
  bouncedCount: z.number().int(),
  resolvedCount: z.number().int(),
  note: z.string(),
  /** Fingerprints that a person has merged into it. */
  merged: z.array(z.string()),
})
export type FailureGroup = z.infer<typeof failureGroup>

export const failureFilter = z.object({
  fingerprints: z.array(z.string()).optional(),
  originTopic: z.string().optional(),
  originPartition: z.number().int().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  /** In class, message or stack; either case unless it has a capital. */
  text: z.string().max(1_000).optional(),
  fromMs: z.number().optional(),
  untilMs: z.number().optional(),
  /** The record's key as text contains it. */
  key: z.string().optional(),
  /** `name` or `name=value`. */
  header: z.string().optional(),
  /** `customer.id = 42`: read from the payload, so slower than the others. */
  payload: z.string().max(1_000).optional(),
  minAttempts: z.number().int().optional(),
  states: z.array(triageState).optional(),
  minReplayCount: z.number().int().optional(),
  isPointerOnly: z.boolean().optional(),
  hasIssues: z.boolean().optional(),
  /** Those that left the log, too. */
  includeGone: z.boolean().optional(),
  /** Those of aborted transactions, too. */
  includeAborted: z.boolean().optional(),
})
export type FailureFilter = z.infer<typeof failureFilter>

const onTopics = onConnection.extend({ topics: z.array(z.string().min(1)).min(1).max(200) })
const filtered = onTopics.extend({ filter: failureFilter })

export const indexEvent = z.object({
  topics: z.array(
    z.object({
      topic: z.string(),
      /** Dead letters known of this topic that are still in the log. */
      known: z.number().int(),
      newSinceVisit: z.number().int(),
      oldestMs: z.number().nullable(),
      newestMs: z.number().nullable(),
      /** Offsets looked at and to be looked at in this refresh. */
      scannedOffsets: z.number(),
      totalOffsets: z.number(),
      isComplete: z.boolean(),
      /** `Read all 1,204 records in 3 partitions.` or what is missing and why. */
      closing: z.string(),
      error: z.string().nullable(),
    }),
  ),
  /** Grows with every change of the index: what was asked before may be out of date. */
  version: z.number().int(),
  isUpToDate: z.boolean(),
})
export type IndexEvent = z.infer<typeof indexEvent>

export const timeline = z.object({
  fromMs: z.number(),
  stepMs: z.number(),
  /** Largest groups first; what is beyond ten is one series without a fingerprint. `uncertain`: how many of a step stand there by the time the dead letter was written. */
  series: z.array(z.object({ fingerprint: z.string().nullable(), label: z.string(), counts: z.array(z.number().int()), uncertain: z.array(z.number().int()) })),
  marks: z.array(z.object({ atMs: z.number(), kind: z.enum(['replay', 'bounce', 'note']), text: z.string(), jobId: z.string().nullable() })),
})
export type Timeline = z.infer<typeof timeline>

export const originState = z.enum([
  /** It is there and has the same key and value. */
  'same',
  /** It is there and differs: the topic may have been created anew, or the consumer changed the payload. */
  'different',
  /** Retention or compaction has taken it. */
  'gone',
  'topic-missing',
  /** The headers do not tell where it was. */
  'unknown',
  'unreachable',
])

export const stackFrame = z.object({ text: z.string(), isApplication: z.boolean() })

export const failureCase = z.object({
  row: failureRow,
  error: z.object({
    class: z.string().nullable(),
    rootClass: z.string().nullable(),
    message: z.string().nullable(),
    rootMessage: z.string().nullable(),
    stack: z.string().nullable(),
    side: z.enum(['key', 'value']).nullable(),
    reason: z.enum(['rejected', 'delivery-limit', 'exception', 'expired', 'unknown']).nullable(),
  }),
  /** The stack by cause, outermost first, each with its frames; frameworks' frames are marked, for folding. */
  causes: z.array(z.object({ title: z.string(), frames: z.array(stackFrame) })),
  component: z.string().nullable(),
  stage: z.string().nullable(),
  attemptsSource: z.enum(['header', 'delivery-count', 'hops']).nullable(),
  hops: z.array(failureHop),
  firstFailureAtMs: z.number().nullable(),
  lastFailureAtMs: z.number().nullable(),
  decodeIssues: z.array(z.string()),
  /** Headers that belong to the failure, by name; the others belong to the business. */
  ownedHeaders: z.array(z.string()),
  origin: z.object({ state: originState, text: z.string(), place: place.nullable() }),
  /** A later record of the same key in the origin partition: replaying this one may undo it. */
  superseded: z.object({ offset: z.bigint(), timestampMs: z.number() }).nullable(),
  /** Other dead letters of the same origin record. */
  occurrences: z.array(failureRow),
  /** Other dead letters of the same key. */
  siblings: z.array(failureRow),
  history: z.array(z.object({ atMs: z.number(), text: z.string(), jobId: z.string().nullable() })),
  note: z.string(),
})
export type FailureCase = z.infer<typeof failureCase>

// ---- purge ----------------------------------------------------------------------------------------------------------------------

export const purgePreview = z.object({
  topic: z.string(),
  /** Up to which offset (not included) each partition would be deleted. */
  partitions: z.array(z.object({ partition: z.number().int(), startOffset: z.bigint(), beforeOffset: z.bigint() })),
  records: z.number().int(),
  /** Not resolved, replayed and consumed, or ignored: they would be lost. */
  unresolved: z.number().int(),
  unresolvedSample: z.array(failureRow),
  /** Why it cannot be done; null where it can. */
  refusal: z.object({ message: z.string(), remedy: z.string() }).nullable(),
  /** What is confirmed: a digest of the above. */
  token: z.string(),
})
export type PurgePreview = z.infer<typeof purgePreview>

export const deadLetters = {
  /** One metadata call, and samples of those topics only that a name pattern, a config or a mapping points at. */
  recognise: procedure
    .input(onConnection.extend({ refresh: z.boolean().optional() }))
    .output(z.object({ flows: z.array(deadLetterFlow), lookedFor: z.object({ patterns: z.array(z.string()), dialects: z.array(z.string()) }), topicCount: z.number().int(), readAtMs: z.number() })),
  /** One topic that a person has opened, its records looked at whatever its name. */
  recogniseTopic: procedure.input(onConnection.extend({ topic: z.string().min(1) })).output(recognisedTopic),
  mappings: procedure.input(onConnection).output(z.array(topicMapping)),
  setMapping: procedure.input(onConnection.extend({ mapping: topicMapping })).output(z.array(topicMapping)),
  removeMapping: procedure.input(onConnection.extend({ id: z.string() })).output(z.array(topicMapping)),
  dialects: procedure.output(z.object({ builtIn: z.array(z.object({ id: z.string(), name: z.string(), headers: z.array(z.string()) })), own: z.array(userDialect) })),
  setDialect: procedure.input(userDialect).output(z.array(userDialect)),
  removeDialect: procedure.input(z.object({ id: z.string() })).output(z.array(userDialect)),
  /** The newest records of a topic as a dialect would decode them, with what it could not decode. */
  previewDialect: procedure
    .input(onConnection.extend({ topic: z.string().min(1), dialect: userDialect }))
    .output(z.object({ rows: z.array(z.object({ row: failureRow, issues: z.array(z.string()), headers: z.array(z.object({ name: z.string(), text: z.string() })) })), signature: z.number() })),

  /** Brings the index up to date and keeps it so while it is read: at most 10 events a second, one whenever something changes. */
  index: procedure.input(onTopics).output(eventIterator(indexEvent)),
  /** Forgets what is known of a topic's records and reads it anew; states and notes stay. */
  rebuild: procedure.input(onConnection.extend({ topic: z.string().min(1) })).output(z.object({})),
  groups: procedure.input(filtered).output(z.object({ groups: z.array(failureGroup), total: z.number().int(), version: z.number().int() })),
  timeline: procedure.input(filtered.extend({ steps: z.number().int().min(1).max(500) })).output(timeline),
  list: procedure
    .input(filtered.extend({ order: z.enum(['newest', 'oldest', 'attempts', 'key']), cursor: z.string().nullable(), limit: z.number().int().min(1).max(500) }))
    .output(z.object({ rows: z.array(failureRow), cursor: z.string().nullable(), total: z.number().int(), version: z.number().int() })),
  case: procedure.input(onConnection.extend({ key: failureKey })).output(failureCase),

  /** Marks, for this Headwater only. Exactly those named, or all that match now. */
  setState: procedure
    .input(onTopics.extend({ select: z.discriminatedUnion('kind', [z.object({ kind: z.literal('keys'), keys: z.array(failureKey).min(1).max(100_000) }), z.object({ kind: z.literal('filter'), filter: failureFilter })]), state: triageState }))
    .output(z.object({ changed: z.number().int() })),
  setNote: procedure.input(onConnection.extend({ fingerprint: z.string(), note: z.string().max(10_000) })).output(z.object({})),
  setCaseNote: procedure.input(onConnection.extend({ key: failureKey, note: z.string().max(10_000) })).output(z.object({})),
  merge: procedure.input(onConnection.extend({ into: z.string(), fingerprints: z.array(z.string()).min(1).max(1_000) })).output(z.object({})),
  split: procedure.input(onConnection.extend({ fingerprint: z.string() })).output(z.object({})),
  /** They count as seen. */
  markVisited: procedure.input(onTopics).output(z.object({})),

  /** Everything of a topic before the newest of the keys, in each partition that they name. */
  purgePreview: procedure.input(onConnection.extend({ topic: z.string().min(1), keys: z.array(failureKey).min(1).max(100_000) })).output(purgePreview),
  /** Kafka deletes a prefix of a partition only. `waive`: unresolved ones may be lost; else they must have been exported (`exportId`). */
  purge: writing
    .input(onConnection.extend({ topic: z.string().min(1), keys: z.array(failureKey).min(1).max(100_000), token: z.string(), confirmName: z.string(), waive: z.boolean(), exportId: z.string().nullable() }))
    .output(z.object({ partitions: z.array(z.object({ partition: z.number().int(), startOffset: z.bigint().nullable(), error: z.string().nullable() })) })),
}
