// Retry policies of the local broker with what waits in them, a consumer that fails as asked, and groups stuck at one record.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { onConnection, procedure, writing } from './procedure.ts'

export const retryNaming = z.enum(['spring', 'smallrye', 'uber', 'kafkajs', 'custom'])
export type RetryNaming = z.infer<typeof retryNaming>

export const retryDialect = z.enum(['headwater', 'spring-retry', 'smallrye-retry', 'kafkajs-async-retry'])
export type RetryDialect = z.infer<typeof retryDialect>

/** `forward`: Headwater brings failed records back. `delayed-topics`: consumers read the tiers themselves, whose records appear after their delay. */
export const retryMode = z.enum(['forward', 'delayed-topics'])
export type RetryMode = z.infer<typeof retryMode>

/** What a person chooses. A name that is left out follows the naming. */
export const retryPolicyDraft = z.object({
  source: z.string(),
  /** Only this group gets records again, from a topic of its own; null = they go back to the source. */
  group: z.string().nullable(),
  mode: retryMode,
  naming: retryNaming,
  headerDialect: retryDialect,
  tiers: z.array(z.object({ topic: z.string().nullable(), delayMs: z.number().int() })).max(20),
  /** Attempts in all, the first one included; then a record goes to the dead-letter topic. */
  maxAttempts: z.number().int(),
  deadLetterTopic: z.string().nullable(),
  /** Where consumers put what failed. */
  ingressTopic: z.string().nullable(),
  /** `same`: a record keeps its partition's number where the topic has it; `key`: by key, as Kafka's clients do. */
  partition: z.enum(['same', 'key']),
  /** At most so many overdue records a second; null = all at once. */
  ratePerSecond: z.number().int().nullable(),
})
export type RetryPolicyDraft = z.infer<typeof retryPolicyDraft>

export const retryProblem = z.object({
  /** Of the draft: `source`, `tiers.1.delayMs`, …; '' = the whole. */
  field: z.string(),
  message: z.string(),
})
export type RetryProblem = z.infer<typeof retryProblem>

export const retryTopicPlan = z.object({
  role: z.enum(['source', 'ingress', 'tier', 'return', 'dead-letter']),
  topic: z.string(),
  delayMs: z.number().nullable(),
  /** The attempts that a record makes after its wait here; null where it does not wait. */
  attempts: z.array(z.number().int()).nullable(),
  partitions: z.number().int(),
  exists: z.boolean(),
  /** What it is created with; empty for a topic that exists. */
  configs: z.array(z.object({ name: z.string(), value: z.string() })),
})
export type RetryTopicPlan = z.infer<typeof retryTopicPlan>

/** The topology of a draft before anything is created. */
export const retryPreview = z.object({
  topics: z.array(retryTopicPlan),
  /** It cannot be saved before these are gone. */
  problems: z.array(retryProblem),
  /** Worth knowing, and no obstacle. */
  notes: z.array(z.string()),
  snippets: z.array(z.object({ client: z.string(), language: z.string(), title: z.string(), code: z.string() })),
})
export type RetryPreview = z.infer<typeof retryPreview>

export const retryStop = z.object({
  topic: z.string(),
  role: retryTopicPlan.shape.role,
  delayMs: z.number().nullable(),
  /** Was part of the policy before it was edited; empties by itself. */
  isFormer: z.boolean(),
  exists: z.boolean(),
  partitions: z.number().int(),
  /** Offsets that wait here; of the dead-letter topic, those that it holds. null = the topic is gone. */
  records: z.number().nullable(),
  /** When the first of them goes on; null where none waits. */
  nextDueMs: z.number().nullable(),
  /** How many went on from here, since the policy was made. */
  moved: z.number(),
  /** Why records stay here although they are due; null = they do not. */
  problem: z.string().nullable(),
})
export type RetryStop = z.infer<typeof retryStop>

export const retryPolicy = z.object({
  policyId: z.string(),
  /** Changes with every edit. */
  revision: z.number().int(),
  draft: retryPolicyDraft,
  createdAtMs: z.number(),
  /** `deleted`: kept while records wait in its topics. */
  state: z.enum(['running', 'paused', 'deleted']),
  /** Why it is paused: what is gone, or by hand. */
  reason: z.string().nullable(),
  /** A person paused it, and may resume it. */
  isPausedByHand: z.boolean(),
  /** The whole way in order: source, ingress, tiers (former ones too), return, dead letters. */
  stops: z.array(retryStop),
  /** By how much `warp` has brought waiting records forward, milliseconds, since the policy was made. */
  warpedMs: z.number(),
  /** The largest delay behind its due time with which a record went on since Headwater started while it was running, milliseconds. */
  worstLatenessMs: z.number(),
})
export type RetryPolicy = z.infer<typeof retryPolicy>

export const pendingRetry = z.object({
  topic: z.string(),
  partition: z.number().int(),
  offset: z.bigint(),
  /** Number of the attempt that it waits for. */
  attempt: z.number().int(),
  sinceMs: z.number(),
  dueMs: z.number(),
  /** Where it goes. */
  to: z.string(),
  /** As text, cut; null = no key. */
  key: z.string().nullable(),
  valuePreview: z.string().nullable(),
  sizeBytes: z.number().int(),
  errorClass: z.string().nullable(),
  errorMessage: z.string().nullable(),
})
export type PendingRetry = z.infer<typeof pendingRetry>

const policyId = z.object({ policyId: z.string().min(1) })
const fired = z.object({
  /** How many were made due, with those before them that share their key. */
  records: z.number().int(),
})

export const simulatorBehaviour = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('succeed') }),
  z.object({ kind: z.literal('fail'), percent: z.number().min(0).max(100) }),
  /** Attempts before the k-th fail. */
  z.object({ kind: z.literal('fail-until'), attempt: z.number().int().min(1).max(1000) }),
  /** Fails on keys or values that contain the text: a poison pill. */
  z.object({ kind: z.literal('fail-matching'), text: z.string().min(1) }),
  /** Stops polling at a record, for so long that the group gives it up, then goes on. */
  z.object({ kind: z.literal('hang'), percent: z.number().min(0).max(100) }),
  /** Drops its connection at a record without a commit, and starts again. */
  z.object({ kind: z.literal('crash'), percent: z.number().min(0).max(100) }),
  /** Crashes each time it is given a record with the text in its key or value: its group is stuck there. */
  z.object({ kind: z.literal('crash-matching'), text: z.string().min(1) }),
])
export type SimulatorBehaviour = z.infer<typeof simulatorBehaviour>

export const simulatorSpec = z.object({
  groupId: z.string().min(1),
  topics: z.array(z.string().min(1)).min(1).max(50),
  behaviour: simulatorBehaviour,
  /** What a failure leads to: into a topic (a policy's ingress), the same record again without a commit, or on to the next. */
  onFailure: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('forward'), topic: z.string().min(1) }),
    z.object({ kind: z.literal('again') }),
    z.object({ kind: z.literal('skip') }),
  ]),
  members: z.number().int().min(1).max(8),
  processingMs: z.number().int().min(0).max(60_000),
  fromBeginning: z.boolean(),
  /** The same seed fails at the same records. */
  seed: z.number().int(),
})
export type SimulatorSpec = z.infer<typeof simulatorSpec>

export const simulatorEvent = z.object({
  sequence: z.number().int(),
  atMs: z.number(),
  member: z.number().int(),
  kind: z.enum(['joined', 'assigned', 'succeeded', 'failed', 'hung', 'crashed', 'left', 'problem']),
  topic: z.string().nullable(),
  partition: z.number().int().nullable(),
  offset: z.bigint().nullable(),
  attempt: z.number().int().nullable(),
  key: z.string().nullable(),
  /** What happened, as a sentence. */
  message: z.string(),
})
export type SimulatorEvent = z.infer<typeof simulatorEvent>

export const simulator = z.object({
  simulatorId: z.string(),
  spec: simulatorSpec,
  startedAtMs: z.number(),
  state: z.enum(['starting', 'running', 'stopping', 'stopped']),
  succeeded: z.number(),
  failed: z.number(),
  forwarded: z.number(),
  hung: z.number(),
  crashed: z.number(),
  /** Why it does nothing; null = it works. */
  problem: z.string().nullable(),
  /** The newest last. */
  events: z.array(simulatorEvent),
})
export type Simulator = z.infer<typeof simulator>

const poisonPlace = z.object({ groupId: z.string().min(1), topic: z.string().min(1), partition: z.number().int(), offset: z.bigint() })

export const poisonPill = poisonPlace.extend({
  /** Since when the group is seen at this offset. */
  stuckSinceMs: z.number(),
  seenAtMs: z.number(),
  lag: z.bigint(),
  /** Members that were lost or joined again meanwhile. */
  memberChanges: z.number().int(),
  /** How often it was seen at the same place. */
  observations: z.number().int(),
  state: z.string(),
  memberCount: z.number().int(),
  /** `stuck`: its members were seen not to get past the record. `stopped`: it has none and stays there, which may only mean that it does not run. */
  certainty: z.enum(['stuck', 'stopped']),
  /** Why it is thought to be stuck, as a sentence. */
  why: z.string(),
  /** Why it cannot be advanced now; null = it can. */
  obstacle: z.string().nullable(),
  /** Where the record would be copied to, as far as that is known. */
  deadLetterTopic: z.string().nullable(),
})
export type PoisonPill = z.infer<typeof poisonPill>

export const poisonReport = z.object({
  /** Those that are stuck first. */
  pills: z.array(poisonPill),
  /** Of those that have stopped: how many more there are. */
  leftOut: z.number().int(),
  /** Classic groups that were looked at. */
  groups: z.number().int(),
  /** How long this has been going on; a group is called stuck only after a while. */
  watchingMs: z.number(),
  readAtMs: z.number(),
  error: z.string().nullable(),
})
export type PoisonReport = z.infer<typeof poisonReport>

export const retries = {
  list: procedure.output(z.object({ policies: z.array(retryPolicy), readAtMs: z.number() })),
  /** The same whenever something changes, at most 4 times a second. */
  watch: procedure.output(eventIterator(z.object({ policies: z.array(retryPolicy), readAtMs: z.number() }))),
  /** What saving would create, and what stands against it. `policyId`: of the policy that is edited. */
  preview: procedure.input(z.object({ policyId: z.string().nullable(), draft: retryPolicyDraft })).output(retryPreview),
  /** Creates missing topics and the policy, or changes the one named. INVALID_INPUT names the field. */
  save: procedure.input(z.object({ policyId: z.string().nullable(), draft: retryPolicyDraft })).output(retryPolicy),
  pause: procedure.input(policyId).output(retryPolicy),
  /** Refused while one of its topics is gone. */
  resume: procedure.input(policyId).output(retryPolicy),
  /** Keeps every topic; what waits in them stays there and is listed until it is fired or dismissed. null = nothing waited. */
  delete: procedure.input(policyId).output(z.object({ policy: retryPolicy.nullable() })),
  /** Forgets a deleted policy and what is listed of it; its records stay in their topics. */
  dismiss: procedure.input(policyId).output(z.object({})),
  /** In the order in which they are due. */
  pending: procedure
    .input(policyId.extend({ topic: z.string().nullable(), limit: z.number().int().min(1).max(1000) }))
    .output(z.object({ records: z.array(pendingRetry), total: z.number(), readAtMs: z.number() })),
  /** Makes records due now: those named, those of a topic, or all. */
  fireNow: procedure
    .input(
      policyId.extend({
        records: z.array(z.object({ topic: z.string(), partition: z.number().int(), offset: z.bigint() })).max(1000).nullable(),
        topic: z.string().nullable(),
      }),
    )
    .output(fired),
  /** As if so much time had passed for everything that waits now. */
  warp: procedure.input(policyId.extend({ byMs: z.number().int().min(1).max(31_536_000_000) })).output(fired),

  /** Against the local broker, over the wire, as any consumer. */
  startSimulator: procedure.input(simulatorSpec).output(simulator),
  stopSimulator: procedure.input(z.object({ simulatorId: z.string() })).output(simulator),
  /** Forgets a stopped one. */
  removeSimulator: procedure.input(z.object({ simulatorId: z.string() })).output(z.object({})),
  watchSimulators: procedure.output(eventIterator(z.object({ simulators: z.array(simulator) }))),

  /** Looks at classic groups every few seconds while somebody reads. */
  watchPoison: procedure.input(onConnection).output(eventIterator(poisonReport)),
  /**
   * Copies the record to a dead-letter topic with the failure headers of the dialect, and then moves the group, which must have no members, one further.
   * Refused when the group is not at this offset any more.
   */
  copyAndAdvance: writing
    .input(onConnection.extend({ ...poisonPlace.shape, deadLetterTopic: z.string().min(1), headerDialect: retryDialect }))
    .output(z.object({ topic: z.string(), partition: z.number().int(), offset: z.bigint(), committedOffset: z.bigint() })),
}
