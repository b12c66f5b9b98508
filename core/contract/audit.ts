// The ledger of this Headwater: every write it made to any cluster, in a chain of hashes that shows when something was changed afterwards.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const AUDIT_ACTIONS = ['produce', 'replay', 'undo', 'purge', 'topic', 'config', 'group', 'retry', 'poison-pill', 'security', 'sandbox', 'other'] as const

export const auditEntry = z.object({
  /** Counts from 1 without holes. */
  sequence: z.number().int(),
  atMs: z.number(),
  /** The user of the operating system. */
  who: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  clusterId: z.string().nullable(),
  action: z.enum(AUDIT_ACTIONS),
  /** A topic, a group, a job. */
  subject: z.string(),
  text: z.string(),
  outcome: z.enum(['done', 'partly', 'failed', 'started']),
  /** Before and after, counts, offsets: by name. */
  detail: z.array(z.object({ name: z.string(), text: z.string() })),
  jobId: z.string().nullable(),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntry>

export const auditFilter = z.object({
  connectionId: z.string().optional(),
  actions: z.array(z.enum(AUDIT_ACTIONS)).optional(),
  text: z.string().max(1_000).optional(),
  fromMs: z.number().optional(),
  untilMs: z.number().optional(),
  jobId: z.string().optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

export const audit = {
  /** Newest first. `cursor`: the sequence to go on before. */
  entries: procedure
    .input(z.object({ filter: auditFilter, cursor: z.number().int().nullable(), limit: z.number().int().min(1).max(500) }))
    .output(z.object({ entries: z.array(auditEntry), cursor: z.number().int().nullable(), total: z.number().int() })),
  /** Recomputes every hash. `brokenAt`: the first entry that does not follow from the one before it. */
  verify: procedure.output(z.object({ entries: z.number().int(), isWhole: z.boolean(), brokenAt: z.number().int().nullable(), text: z.string() })),
  export: procedure.input(z.object({ filter: auditFilter, format: z.enum(['jsonl', 'csv']) })).output(eventIterator(z.object({ text: z.string(), done: z.boolean() }))),
}
