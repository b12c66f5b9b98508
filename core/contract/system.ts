// The product itself: version, host, runtime.
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const systemInfo = z.object({ version: z.string(), host: z.enum(['electron', 'node']), node: z.string(), pid: z.number().int() })
export type SystemInfo = z.infer<typeof systemInfo>

export const system = {
  info: procedure.output(systemInfo),
}
