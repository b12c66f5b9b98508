// Gives screens the newest client, its TanStack Query forms, and the streams of the contract.
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { createContext, use, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { wait } from '../ui/clock.ts'
import { failureOf, type Failure } from './failure.ts'
import { followStream } from './follow-stream.ts'
import { isLost, onLost } from './lost-clients.ts'
import type { Client } from '../../core/contract/rpc-client.ts'

export type Rpc = ReturnType<typeof createRpc>

export const createRpc = (client: Client) => ({ client, queries: createTanstackQueryUtils(client) })

export const RpcContext = createContext<Rpc | null>(null)

export function useRpc(): Rpc {
  const rpc = use(RpcContext)
  if (!rpc) throw new Error('useRpc outside of an RpcContext')
  return rpc
}

/** Whether the connection to the core is known to be gone: nothing that is asked now reaches it. */
export function useIsLinkDown(): boolean {
  const { client } = useRpc()
  return useSyncExternalStore(onLost, () => isLost(client))
}

export interface StreamOptions<T> {
  /** What the stream is about; another name closes the stream and opens a new one. null = no stream. */
  name: string | null
  open: (client: Client, signal: AbortSignal) => Promise<AsyncIterable<T>>
  onEvent: (event: T) => void
}

/** Follows a stream while the component is mounted; opens it again after a drop. Returns why it stands still, or null. */
export function useStream<T>(options: StreamOptions<T>): Failure | null {
  const { client } = useRpc()
  const { name } = options
  const [failed, setFailed] = useState<{ client: Client; name: string; failure: Failure } | null>(null)
  const open = useEffectEvent((signal: AbortSignal) => options.open(client, signal))
  const onEvent = useEffectEvent((event: T) => options.onEvent(event))
  useEffect(() => {
    if (name === null) return
    const stop = new AbortController()
    const onError = (error: unknown): void => setFailed(error === null ? null : { client, name, failure: failureOf(error) })
    void followStream({ open: (signal) => open(signal), onEvent: (event) => onEvent(event), onError, signal: stop.signal, wait })
    return () => stop.abort()
  }, [client, name])
  // What an earlier stream failed of says nothing about this one.
  return failed?.client === client && failed.name === name ? failed.failure : null
}
