// What a Kafka API's behaviour looks like to dispatch: a typed function, registered beside the API it answers.
import type { AnyApi, Api } from '../protocol/define-api.ts'
import type { SaslSession } from '../security/sasl-session.ts'
import type { BrokerContext } from './broker-context.ts'
import type { Listener } from './listeners.ts'

/** The connection a request came from, as far as a handler may know it. */
export interface ConnectionInfo {
  readonly id: number
  /** `127.0.0.1` */
  readonly remoteAddress: string
  readonly remotePort: number
  /** `User:alice`, as ACLs name it; `User:ANONYMOUS` for a client that never said who it is. */
  principal: string
  /** On the monotonic clock: until then nothing more is read from it (KIP-219). */
  mutedUntilMs: number
  /** Aborted when the connection goes away: parked work of it is dropped. */
  readonly closed: AbortSignal
  /** The one it came by; left out: the broker's first. */
  readonly listener?: Listener
  /** Its way through the sign-in; undefined on a listener without SASL. */
  readonly sasl?: SaslSession
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
  /** Header and body. */
  readonly requestBytes: number
  readonly connection: ConnectionInfo
}

/** The request gets no response frame at all (Produce with acks=0). */
export const NO_RESPONSE = Symbol('NO_RESPONSE')
/** The connection closes instead of an answer (a failed Produce with acks=0). */
export const CLOSE_CONNECTION = Symbol('CLOSE_CONNECTION')

/** The connection closes behind this answer (a failed sign-in). */
export class LastAnswer<Res> {
  readonly answer: Res

  constructor(answer: Res) {
    this.answer = answer
  }
}

export type Answer<Res> = Res | LastAnswer<Res> | typeof NO_RESPONSE | typeof CLOSE_CONNECTION
export type Handle<Req, Res> = (request: Req, context: RequestContext) => Answer<Res> | Promise<Answer<Res>>

/**
 * When a request may start while earlier ones of its connection are under way. Answers leave in request order in any case.
 *
 * `inTurn`: Kafka's way, once nothing earlier is under way but what waits. `ahead`: also behind others of its kind, so that pipelined Produce
 * requests share a flush. `waits`: in turn, and what follows need not wait for it (a long poll, a rebalance).
 */
export type RequestOrder = 'inTurn' | 'ahead' | 'waits'

/** A handler with its types erased, as the dispatch table holds it. */
export interface RegisteredHandler {
  readonly api: AnyApi
  readonly handle: Handle<unknown, unknown>
  readonly order: RequestOrder
}

export function handler<Req, Res>(api: Api<Req, Res>, handle: Handle<Req, Res>, order: RequestOrder = 'inTurn'): RegisteredHandler {
  return { api, handle: handle as Handle<unknown, unknown>, order }
}
