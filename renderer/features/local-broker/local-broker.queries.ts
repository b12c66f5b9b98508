// Asks the core about the broker inside Headwater.
import { useMutation, type UseMutationResult } from '@tanstack/react-query'
import { useRef, useState } from 'react'
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
