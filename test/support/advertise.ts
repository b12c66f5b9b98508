// Lets a broker tell its clients another address than its own: that of a proxy in front of it.
import type { Broker } from '../../core/broker/broker.ts'
import type { Address } from './tls-proxy.ts'

export function advertise({ context }: Broker, address: Address): void {
  Object.assign(context.advertised, address)
}
