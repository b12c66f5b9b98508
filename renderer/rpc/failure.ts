// What a failed call tells a person: what happened, to which thing, what to do now.
import { ORPCError } from '@orpc/client'
import { isConnectionLost } from '../../core/contract/rpc-client.ts'

export interface Failure {
  message: string
  /** Empty when there is nothing useful to say. */
  remedy: string
  /** How far a connection came; null for other failures. */
  step: string | null
  /** The contract's error code, `LOST` for a dropped connection, `INTERNAL` for anything undeclared. */
  code: string
}

const STEPS: Record<string, string> = {
  resolve: 'looking up the host name',
  connect: 'opening a TCP connection',
  tls: 'the TLS handshake',
  sasl: 'signing in by SASL',
  'api-versions': 'asking for the API versions',
  metadata: 'asking for the cluster metadata',
  advertised: 'reaching the brokers where they say that they listen',
  request: 'a request',
}

interface DeclaredData {
  message: string
  remedy: string
  step?: string
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ORPCError) return error.defined ? declared(error as ORPCError<string, DeclaredData>) : undeclared(error)
  if (isConnectionLost(error)) {
    return {
      code: 'LOST',
      message: 'The connection to Headwater’s core dropped before it answered.',
      remedy: 'It reconnects by itself.',
      step: null,
    }
  }
  return {
    code: 'INTERNAL',
    message: `The page failed: ${error instanceof Error ? error.message : String(error)}.`,
    remedy: 'Reload the page.',
    step: null,
  }
}

const declared = ({ code, data }: ORPCError<string, DeclaredData>): Failure => ({
  code,
  message: data.message,
  remedy: data.remedy,
  step: data.step === undefined ? null : (STEPS[data.step] ?? data.step),
})

function undeclared(error: ORPCError<string, unknown>): Failure {
  const refused = error.code === 'BAD_REQUEST'
  return {
    code: 'INTERNAL',
    message: refused ? 'The core refused this request as malformed.' : `The core failed inside (${error.code}).`,
    remedy: refused ? 'Reload the page: it may be older than the core.' : 'Try again; if it stays, the log of the core names the cause.',
    step: null,
  }
}
