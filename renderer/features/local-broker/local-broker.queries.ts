// Asks the core about the broker inside Headwater.
import { useMutation, type UseMutationResult, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { AccessRule, BrokerSecurity } from '../../../core/contract/broker-security.ts'
import type { BrokerStatus, Cleaned, RequestLogEvent } from '../../../core/contract/local-broker.ts'
import type { Failure } from '../../rpc/failure.ts'
import { useRpc, useStream } from '../../rpc/rpc-context.ts'
import { NO_REQUESTS, received, type RequestList } from './request-list.ts'
import { type TrafficHistory, withSample } from './traffic-history.ts'

export interface BrokerWatch {
  status: BrokerStatus | null
  failure: Failure | null
  /** Rates of the last minutes, as far as this page was open. */
  history: TrafficHistory
}

/** The broker's status about once a second; the last good one stays when the stream fails. */
export function useBrokerWatch(): BrokerWatch {
  const [{ status, history }, setSeen] = useState<{ status: BrokerStatus | null; history: TrafficHistory }>({ status: null, history: [] })
  const failure = useStream<BrokerStatus>({
    name: 'local-broker',
    open: (client, signal) => client.localBroker.watch(undefined, { signal }),
    onEvent: (next) => setSeen((seen) => ({ status: next, history: withSample(seen.history, next.rates) })),
  })
  return { status, failure, history }
}

/** Deletes what is past its retention. */
export function useApplyRetention(): UseMutationResult<Cleaned, Error, void> {
  const { client } = useRpc()
  return useMutation({ mutationFn: () => client.localBroker.applyRetention() })
}

/** Compacts whatever may be compacted. */
export function useCompact(): UseMutationResult<Cleaned, Error, void> {
  const { client } = useRpc()
  return useMutation({ mutationFn: () => client.localBroker.compact() })
}

/** Who may use the broker, and for what. */
export function useBrokerSecurity(): UseQueryResult<BrokerSecurity> {
  return useQuery(useRpc().queries.localBroker.security.queryOptions())
}

export function useSetUser(): UseMutationResult<BrokerSecurity, Error, { name: string; password: string }> {
  const { client } = useRpc()
  return useSecurityChange((user) => client.localBroker.setUser(user))
}

export function useRemoveUser(): UseMutationResult<BrokerSecurity, Error, { name: string }> {
  const { client } = useRpc()
  return useSecurityChange((user) => client.localBroker.removeUser(user))
}

export function useAddRule(): UseMutationResult<BrokerSecurity, Error, AccessRule> {
  const { client } = useRpc()
  return useSecurityChange((rule) => client.localBroker.addRule(rule))
}

export function useRemoveRule(): UseMutationResult<BrokerSecurity, Error, AccessRule> {
  const { client } = useRpc()
  return useSecurityChange((rule) => client.localBroker.removeRule(rule))
}

/** Each change answers with what is there now. */
function useSecurityChange<Input>(change: (input: Input) => Promise<BrokerSecurity>): UseMutationResult<BrokerSecurity, Error, Input> {
  const { queries } = useRpc()
  const cache = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: (security) => cache.setQueryData(queries.localBroker.security.queryKey(), security) })
}

/** What the broker has answered lately, while somebody looks. */
export function useRequestLog(): { list: RequestList; failure: Failure | null; loaded: boolean } {
  const [list, setList] = useState<RequestList | null>(null)
  /** The next event is the first of a stream that was opened, perhaps anew. */
  const isFirst = useRef(true)
  const failure = useStream<RequestLogEvent>({
    name: 'request-log',
    open: async (client, signal) => {
      const events = await client.localBroker.requests(undefined, { signal })
      isFirst.current = true
      return events
    },
    onEvent: (event) => {
      const first = isFirst.current
      isFirst.current = false
      setList((known) => received(known ?? NO_REQUESTS, event, first))
    },
  })
  return { list: list ?? NO_REQUESTS, failure, loaded: list !== null }
}
