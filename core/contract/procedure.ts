// What every procedure of the contract shares: its declared errors, and whether it writes to a cluster.
import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Meta of a procedure. `writes`: it changes a cluster, so the core refuses it on a cluster that is not armed. */
export interface ProcedureMeta extends Record<string, unknown> {
  writes?: boolean
}

const failure = z.object({
  /** What happened, to which thing. */
  message: z.string(),
  /** What to do now; empty when there is nothing useful to say. */
  remedy: z.string(),
})

export const procedure = oc.$meta<ProcedureMeta>({}).errors({
  /** The cluster could not be reached; `step` says how far the attempt came. */
  CONNECTION_FAILED: {
    status: 503,
    data: failure.extend({ step: z.enum(['resolve', 'connect', 'tls', 'sasl', 'api-versions', 'metadata', 'advertised', 'request']), address: z.string() }),
  },
  /** The cluster answered with a Kafka error. */
  KAFKA_ERROR: { status: 502, data: failure.extend({ code: z.number().int(), name: z.string() }) },
  NOT_FOUND: { status: 404, data: failure },
  INVALID_INPUT: { status: 422, data: failure.extend({ field: z.string() }) },
  /** A writing procedure on a cluster that is read-only until armed. */
  READ_ONLY: { status: 403, data: failure.extend({ connectionId: z.string() }) },
})

/** A procedure that changes a cluster. */
export const writing = procedure.meta({ writes: true })

/** Names the cluster that a procedure speaks to; `local` is the broker inside Headwater. */
export const onConnection = z.object({ connectionId: z.string().min(1) })
