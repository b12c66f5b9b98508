// Topics of a cluster: list, describe, create, delete.
import { z } from 'zod'
import { onConnection, procedure, writing } from './procedure.ts'

export const topicSummary = z.object({
  name: z.string(),
  topicId: z.string().nullable(),
  partitionCount: z.number().int(),
  replicationFactor: z.number().int(),
  isInternal: z.boolean(),
})
export type TopicSummary = z.infer<typeof topicSummary>

export const topicPartition = z.object({
  partition: z.number().int(),
  leader: z.number().int(),
  /** First offset that can still be read; null when it could not be asked for (see `error`). */
  startOffset: z.bigint().nullable(),
  /** Offset the next record will get (high watermark); null when it could not be asked for. */
  endOffset: z.bigint().nullable(),
  error: z.string().nullable(),
})
export type TopicPartition = z.infer<typeof topicPartition>

export const topicConfig = z.object({
  name: z.string(),
  value: z.string().nullable(),
  source: z.string(),
  isDefault: z.boolean(),
  readOnly: z.boolean(),
  documentation: z.string().nullable(),
})

export const topicDetail = topicSummary.extend({
  partitions: z.array(topicPartition),
  configs: z.array(topicConfig),
  readAtMs: z.number(),
})
export type TopicDetail = z.infer<typeof topicDetail>

export const topics = {
  list: procedure.input(onConnection.extend({ includeInternal: z.boolean().optional() })).output(z.object({ topics: z.array(topicSummary), readAtMs: z.number() })),
  describe: procedure
    .input(onConnection.extend({ topic: z.string() }))
    .output(topicDetail),
  create: writing
    .input(
      onConnection.extend({
        topic: z.string().min(1),
        /** Omitted = the cluster's default. */
        partitionCount: z.number().int().min(1).max(10_000).optional(),
        replicationFactor: z.number().int().min(1).max(100).optional(),
        configs: z.record(z.string(), z.string()).optional(),
      }),
    )
    .output(topicSummary),
  delete: writing.input(onConnection.extend({ topic: z.string(), confirmName: z.string() })).output(z.object({})),
}
