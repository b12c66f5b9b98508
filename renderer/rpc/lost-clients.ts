// The clients whose connection is known to be gone: what is asked of them is not sent.
import type { Client } from '../../core/contract/rpc-client.ts'

const lost = new WeakSet<Client>()
const listeners = new Set<() => void>()

export function markLost(client: Client): void {
  lost.add(client)
  for (const listener of listeners) listener()
}

export const isLost = (client: Client): boolean => lost.has(client)

export function onLost(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
