// What a Kafka API's behaviour looks like to dispatch: a typed function, registered beside the API it answers.
import type { AnyApi, Api } from '../protocol/define-api.ts'
import type { BrokerContext } from './broker-context.ts'

/** The connection a request came from, as far as a handler may know it. */
export interface ConnectionInfo {
  readonly id: number
  /** `127.0.0.1` */
  readonly remoteAddress: string
  readonly remotePort: number
  /** Aborted when the connection goes away: parked work of it is dropped. */
  readonly closed: AbortSignal
  /** From ApiVersions v3+ (KIP-511); 'unknown' until the client says. */
  clientSoftwareName: string
  clientSoftwareVersion: string
}

export interface RequestContext {
  readonly broker: BrokerContext
  readonly apiVersion: number
  readonly correlationId: number
  /** '' for a client that sent none. */
  readonly clientId: string
  readonly connection: ConnectionInfo
}

/** The request gets no response frame at all (Produce with acks=0). */
export const NO_RESPONSE = Symbol('NO_RESPONSE')
/** The connection closes instead of an answer (a failed Produce with acks=0). */
export const CLOSE_CONNECTION = Symbol('CLOSE_CONNECTION')

export type Answer<Res> = Res | typeof NO_RESPONSE | typeof CLOSE_CONNECTION
export type Handle<Req, Res> = (request: Req, context: RequestContext) => Answer<Res> | Promise<Answer<Res>>

/** A handler with its types erased, as the dispatch table holds it. */
export interface RegisteredHandler {
  readonly api: AnyApi
  readonly handle: Handle<unknown, unknown>
}

export function handler<Req, Res>(api: Api<Req, Res>, handle: Handle<Req, Res>): RegisteredHandler {
  return { api, handle: handle as Handle<unknown, unknown> }
}
