// The ports that clients come in by: each with its security protocol, and the address that it tells its own clients.
import type { RequestContext } from './handler.ts'

export const SECURITY_PROTOCOLS = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const
export type SecurityProtocol = (typeof SECURITY_PROTOCOLS)[number]

export interface Address {
  readonly host: string
  readonly port: number
}

/** A listener that is wanted. */
export interface ListenerSpec extends Address {
  readonly name: string
  readonly protocol: SecurityProtocol
}

export interface Listener {
  readonly name: string
  readonly protocol: SecurityProtocol
  readonly advertised: Address
}

export const usesTls = (protocol: SecurityProtocol): boolean => protocol === 'SSL' || protocol === 'SASL_SSL'
export const usesSasl = (protocol: SecurityProtocol): boolean => protocol.startsWith('SASL_')

/** Where the client of a request is told to connect: always to the listener that it has come by. */
export function advertisedTo({ broker, connection }: RequestContext): Address {
  return connection.listener?.advertised ?? broker.advertised
}

/** `SASL_SSL://127.0.0.1:9093`, as Kafka's `listeners` has it. */
export function listenerUrl({ name, advertised: { host, port } }: Listener): string {
  return `${name}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
