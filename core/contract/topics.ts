// Topics of a cluster: names first, details for what is looked at; create, widen, delete.
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

/** What a row of the list shows besides the name; asked for visible rows only. */
export const topicGlance = z.object({
  name: z.string(),
  /** Sum of end - start over the partitions: an estimate (compaction and transaction markers leave gaps); null when one could not be asked. */
  offsetSpan: z.bigint().nullable(),
  /** The largest timestamp in the topic, epoch ms; null for an empty topic or where the broker cannot tell. */
  lastTimestamp: z.bigint().nullable(),
  cleanupPolicy: z.string().nullable(),
  retentionMs: z.bigint().nullable(),
  /** Why something above is not known; null when all is. */
  error: z.string().nullable(),
})
export type TopicGlance = z.infer<typeof topicGlance>

export const topicPartition = z.object({
  partition: z.number().int(),
  /** -1 = none at the moment. */
  leader: z.number().int(),
  replicas: z.array(z.number().int()),
  inSyncReplicas: z.array(z.number().int()),
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
  /** Kafka's word: DYNAMIC_TOPIC_CONFIG, STATIC_BROKER_CONFIG, DEFAULT_CONFIG, … */
  source: z.string(),
  isDefault: z.boolean(),
  isSensitive: z.boolean(),
  readOnly: z.boolean(),
  type: z.string().nullable(),
  documentation: z.string().nullable(),
})
export type TopicConfig = z.infer<typeof topicConfig>

export const topicDetail = topicSummary.extend({
  partitions: z.array(topicPartition),
  configs: z.array(topicConfig),
  /** Why the configuration could not be read (an ACL, say); null when it was. */
  configsError: z.string().nullable(),
  readAtMs: z.number(),
})
export type TopicDetail = z.infer<typeof topicDetail>

const onTopic = onConnection.extend({ topic: z.string().min(1) })

export const topics = {
  list: procedure.input(onConnection.extend({ includeInternal: z.boolean().optional() })).output(z.object({ topics: z.array(topicSummary), readAtMs: z.number() })),
  /** One answer for many rows: few requests per broker, whatever the number of topics. Topics that are gone are left out. */
  glance: procedure
    .input(onConnection.extend({ topics: z.array(z.string()).min(1).max(200) }))
    .output(z.object({ topics: z.array(topicGlance), readAtMs: z.number() })),
  describe: procedure.input(onTopic).output(topicDetail),
  create: writing
    .input(
      onTopic.extend({
        /** Omitted = the cluster's default. */
        partitionCount: z.number().int().min(1).max(10_000).optional(),
        replicationFactor: z.number().int().min(1).max(100).optional(),
        configs: z.record(z.string(), z.string()).optional(),
      }),
    )
    .output(topicSummary),
  /** Widens to `totalCount` partitions; keys go to other partitions from then on. */
  addPartitions: writing.input(onTopic.extend({ totalCount: z.number().int().min(2).max(10_000) })).output(topicSummary),
  delete: writing.input(onTopic.extend({ confirmName: z.string() })).output(z.object({})),
}
