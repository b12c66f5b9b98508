// The broker inside Headwater: address, clients, storage.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const brokerStatus = z.object({
  address: z.string(),
  clusterId: z.string(),
  dataFolder: z.string(),
  startedAtMs: z.number(),
  topicCount: z.number().int(),
  partitionCount: z.number().int(),
  clients: z.array(
    z.object({ id: z.number().int(), clientId: z.string(), softwareName: z.string(), softwareVersion: z.string(), address: z.string(), requests: z.number() }),
  ),
  /** Records that became durable since `startedAtMs`. */
  recordsIn: z.number(),
  storage: z.object({
    diskBytes: z.number(),
    liveBytes: z.number(),
    /** On disk but no longer readable: freed when its generation holds nothing live. */
    pinnedBytes: z.number(),
    /** Why writes are refused (disk full, quota); null when they are accepted. */
    refusingWrites: z.string().nullable(),
  }),
})
export type BrokerStatus = z.infer<typeof brokerStatus>

export const localBroker = {
  status: procedure.output(brokerStatus),
  /** The status about once a second, only while somebody reads. */
  watch: procedure.output(eventIterator(brokerStatus)),
}
