// The broker inside Headwater: address, clients, traffic, storage, and the requests it has answered.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { brokerSecurityProcedures } from './broker-security.ts'
import { procedure } from './procedure.ts'
import { securityProtocol } from './settings.ts'

export const brokerClient = z.object({
  /** Of the connection; a client program usually has several. */
  id: z.number().int(),
  clientId: z.string(),
  softwareName: z.string(),
  softwareVersion: z.string(),
  address: z.string(),
  connectedAtMs: z.number(),
  requests: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  lastRequest: z.object({ api: z.string(), version: z.number().int(), atMs: z.number() }).nullable(),
  /** APIs this connection has used, with the highest version of each. */
  apiVersions: z.array(z.object({ api: z.string(), version: z.number().int() })),
  /** `User:alice`; `User:ANONYMOUS` for a client that has not said who it is. */
  principal: z.string(),
  /** The workbench's own connections are counted as clients too; the screens tell them apart. */
  isWorkbench: z.boolean(),
})
export type BrokerClient = z.infer<typeof brokerClient>

export const brokerStatus = z.object({
  address: z.string(),
  /** Of that address. */
  securityProtocol,
  clusterId: z.string(),
  dataFolder: z.string(),
  startedAtMs: z.number(),
  topicCount: z.number().int(),
  partitionCount: z.number().int(),
  clients: z.array(brokerClient),
  /** Topics that `loadDemo` has made and that are still there. */
  demoTopics: z.array(z.string()),
  /** Records that became durable since `startedAtMs`. */
  recordsIn: z.number(),
  /** Since `startedAtMs`, over all connections, closed ones too. */
  requests: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  /** Averages over the last few seconds, taken by the broker itself; zero when nothing happens. */
  rates: z.object({ recordsInPerSecond: z.number(), bytesInPerSecond: z.number(), bytesOutPerSecond: z.number(), requestsPerSecond: z.number() }),
  storage: z.object({
    diskBytes: z.number(),
    liveBytes: z.number(),
    /** On disk but no longer readable: given back by the cleaner once it is worth a new file. */
    pinnedBytes: z.number(),
    /** Why writes are refused (disk full, quota); null when they are accepted. */
    refusingWrites: z.string().nullable(),
  }),
})
export type BrokerStatus = z.infer<typeof brokerStatus>

/** One request that the broker has answered. */
export const loggedRequest = z.object({
  /** Counts up from 1 since the broker started. */
  sequence: z.number().int(),
  atMs: z.number(),
  connectionId: z.number().int(),
  clientId: z.string(),
  address: z.string(),
  api: z.string(),
  version: z.number().int(),
  /** From the frame's arrival to the answer being handed to the socket; a long poll counts its waiting. */
  durationMs: z.number(),
  requestBytes: z.number().int(),
  /** 0 where there is no answer (acks=0) or the connection was closed instead. */
  responseBytes: z.number().int(),
  /** The first error code of the answer by its name; null = none. `(connection closed)` where the broker closed the connection instead of answering. */
  error: z.string().nullable(),
  /** What that means and what to do about it, as far as there is something to say. */
  errorMeans: z.string().nullable(),
  isWorkbench: z.boolean(),
})
export type LoggedRequest = z.infer<typeof loggedRequest>

export const requestLogEvent = z.object({
  /** Oldest first. The first event holds those still kept; the following ones what came since. */
  requests: z.array(loggedRequest),
  /** Answered since the last event but not in `requests`, because there were too many. */
  skipped: z.number().int(),
  /** How many the broker keeps. */
  capacity: z.number().int(),
})
export type RequestLogEvent = z.infer<typeof requestLogEvent>

/** What applying retention or compacting has brought about. */
export const cleaned = z.object({
  /** Partitions that lost records. */
  partitions: z.number().int(),
  /** Bytes of batches that can no longer be read. */
  removedBytes: z.number(),
  /** Bytes of disk given back. */
  freedBytes: z.number(),
})
export type Cleaned = z.infer<typeof cleaned>

export const localBroker = {
  ...brokerSecurityProcedures,
  status: procedure.output(brokerStatus),
  /** The status about once a second, only while somebody reads. */
  watch: procedure.output(eventIterator(brokerStatus)),
  /** What the broker has answered, and what it answers from now on; at most 4 events a second. */
  requests: procedure.output(eventIterator(requestLogEvent)),
  /** Deletes what retention.ms and retention.bytes do not keep, now instead of when the broker next looks; what it does not cover stays. */
  applyRetention: procedure.output(cleaned),
  /** Compacts every topic with cleanup.policy=compact as far as it may be, whatever its dirty ratio. */
  compact: procedure.output(cleaned),
  /** Orders, payments, their retry and dead-letter topics with some 500 records, and groups with lag. Refused with INVALID_INPUT where one of its topics exists already. */
  loadDemo: procedure.output(z.object({ topics: z.array(z.string()), records: z.number().int(), groups: z.array(z.string()) })),
  /** Deletes what `loadDemo` made, as far as it is still there. */
  removeDemo: procedure.output(z.object({ topics: z.array(z.string()), groups: z.array(z.string()) })),
}
