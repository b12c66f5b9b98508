// Consumer groups: state, members, and per partition committed, end and lag.
import { z } from 'zod'
import { onConnection, procedure } from './procedure.ts'

export const groupSummary = z.object({
  groupId: z.string(),
  state: z.string(),
  protocolType: z.string(),
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

export const groupMember = z.object({
  memberId: z.string(),
  groupInstanceId: z.string().nullable(),
  clientId: z.string(),
  clientHost: z.string(),
  assignment: z.array(z.object({ topic: z.string(), partitions: z.array(z.number().int()) })),
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
  /** end - committed; null when either is unknown. Counts offsets, which may be more than records. */
  lag: z.bigint().nullable(),
  metadata: z.string().nullable(),
  memberId: z.string().nullable(),
  error: z.string().nullable(),
})
export type GroupPartition = z.infer<typeof groupPartition>

export const groupDetail = groupSummary.extend({
  protocol: z.string(),
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
