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

export const connections = {
  list: procedure.output(z.array(connection)),
  /** Connects first and adds only what answers; the failure names the step. */
  add: procedure
    .input(z.object({ name: z.string().min(1).max(80), bootstrapServers: z.array(z.string().min(1)).min(1) }))
    .output(connection),
  remove: procedure.input(onConnection).output(z.object({})),
  test: procedure
    .input(z.object({ bootstrapServers: z.array(z.string().min(1)).min(1) }))
    .output(z.object({ clusterId: z.string().nullable(), brokers: z.array(z.object({ nodeId: z.number(), host: z.string(), port: z.number() })) })),
  /** Lets a remote cluster accept writes for a while; `confirmName` must equal the connection's name. */
  arm: procedure.input(onConnection.extend({ confirmName: z.string(), minutes: z.number().int().min(1).max(60) })).output(connection),
  disarm: procedure.input(onConnection).output(connection),
}
