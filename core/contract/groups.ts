// Consumer groups: state, members, and per partition committed, end and lag.
import { z } from 'zod'
import { onConnection, procedure } from './procedure.ts'

export const groupSummary = z.object({
  groupId: z.string(),
  state: z.string(),
  protocolType: z.string(),
  /** classic, consumer (KIP-848), share, streams; '' where the brokers do not tell. */
  type: z.string(),
})
export type GroupSummary = z.infer<typeof groupSummary>

/** What a row of the list shows besides the name; asked for visible rows only. */
export const groupGlance = z.object({
  groupId: z.string(),
  state: z.string(),
  memberCount: z.number().int(),
  /** Those that it has committed or is assigned, by name. */
  topics: z.array(z.string()),
  /** Sum over the partitions whose lag is known. */
  lag: z.bigint().nullable(),
  /** Partitions whose lag is not known (nothing committed, or the end could not be read). */
  unknownPartitions: z.number().int(),
  error: z.string().nullable(),
})
export type GroupGlance = z.infer<typeof groupGlance>

const assigned = z.array(z.object({ topic: z.string(), partitions: z.array(z.number().int()) }))

export const groupMember = z.object({
  memberId: z.string(),
  groupInstanceId: z.string().nullable(),
  clientId: z.string(),
  clientHost: z.string(),
  /** What it reads. */
  assignment: assigned,
  /** What it is to read once everybody has given up what goes to others; null in a classic group, where that is not told. */
  target: assigned.nullable(),
  /** How far it has followed the group's assignments; null in a classic group. */
  epoch: z.number().int().nullable(),
  /** In a consumer group (KIP-848), a member that still speaks the classic protocol. */
  isClassic: z.boolean(),
  /** Why the assignment is unknown although there is one: its bytes are not in the consumer protocol. */
  assignmentError: z.string().nullable(),
})

export type GroupMember = z.infer<typeof groupMember>

export const groupPartition = z.object({
  topic: z.string(),
  partition: z.number().int(),
  /** First offset that can still be read; null = it could not be read (see `error`). */
  startOffset: z.bigint().nullable(),
  /** null = nothing committed. */
  committedOffset: z.bigint().nullable(),
  /** null = the end could not be read (see `error`). */
  endOffset: z.bigint().nullable(),
  /** Last stable offset: where consumers of committed records (read_committed) wait for a transaction to end; null = not told. */
  stableOffset: z.bigint().nullable(),
  /** end - committed; null when either is unknown. Counts offsets, which may be more than records. */
  lag: z.bigint().nullable(),
  metadata: z.string().nullable(),
  memberId: z.string().nullable(),
  error: z.string().nullable(),
})
export type GroupPartition = z.infer<typeof groupPartition>

export const groupDetail = groupSummary.extend({
  /** The assignor, by its name. */
  protocol: z.string(),
  /** Of the group, and of the assignment that is being carried out; null in a classic group. */
  epochs: z.object({ group: z.number().int(), assignment: z.number().int() }).nullable(),
  coordinator: z.number().int(),
  members: z.array(groupMember),
  partitions: z.array(groupPartition),
  readAtMs: z.number(),
})
export type GroupDetail = z.infer<typeof groupDetail>

export const groups = {
  list: procedure.input(onConnection).output(z.object({ groups: z.array(groupSummary), readAtMs: z.number() })),
  glance: procedure
    .input(onConnection.extend({ groupIds: z.array(z.string()).min(1).max(100) }))
    .output(z.object({ groups: z.array(groupGlance), readAtMs: z.number() })),
  describe: procedure.input(onConnection.extend({ groupId: z.string() })).output(groupDetail),
}
