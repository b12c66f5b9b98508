// Clusters that the workbench can speak to: the local broker, always there, and those added by address.
import { z } from 'zod'
import { onConnection, procedure } from './procedure.ts'

export const connection = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'remote']),
  bootstrapServers: z.array(z.string()),
  /** Epoch ms until which a remote cluster accepts writes; null = read-only. The local broker is always writable. */
  armedUntilMs: z.number().nullable(),
})
export type Connection = z.infer<typeof connection>

/** Where a broker says that it listens, and why it cannot be reached there (null when it can). */
export const brokerReach = z.object({ nodeId: z.number().int(), host: z.string(), port: z.number().int(), error: z.string().nullable() })
export type BrokerReach = z.infer<typeof brokerReach>

/** `host:port`, `host` (port 9092) or `[ipv6]:port`. */
const bootstrapServers = z.array(z.string().min(1).max(300)).min(1).max(50)

export const connections = {
  list: procedure.output(z.array(connection)),
  /** Connects first and adds only what answers; the failure names the step. */
  add: procedure
    .input(z.object({ name: z.string().min(1).max(80), bootstrapServers }))
    .output(connection),
  remove: procedure.input(onConnection).output(z.object({})),
  test: procedure
    .input(z.object({ bootstrapServers }))
    .output(z.object({ clusterId: z.string().nullable(), brokers: z.array(brokerReach) })),
  /** Lets a remote cluster accept writes for a while; `confirmName` must equal the connection's name. */
  arm: procedure.input(onConnection.extend({ confirmName: z.string(), minutes: z.number().int().min(1).max(60) })).output(connection),
  disarm: procedure.input(onConnection).output(connection),
}
