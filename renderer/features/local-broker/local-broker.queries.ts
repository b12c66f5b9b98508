// Asks the core about the broker inside Headwater.
import { useState } from 'react'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import type { Failure } from '../../rpc/failure.ts'
import { useStream } from '../../rpc/rpc-context.ts'

export interface BrokerWatch {
  status: BrokerStatus | null
  failure: Failure | null
}

/** The broker's status about once a second; the last good one stays when the stream fails. */
export function useBrokerWatch(): BrokerWatch {
  const [status, setStatus] = useState<BrokerStatus | null>(null)
  const failure = useStream<BrokerStatus>({
    name: 'local-broker',
    open: (client, signal) => client.localBroker.watch(undefined, { signal }),
    onEvent: setStatus,
  })
  return { status, failure }
}
