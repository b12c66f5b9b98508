// The broker panel: where the broker is, how much it moves, who is connected, and what it has answered.
import type { ReactNode } from 'react'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { CopyButton, CopyLine } from '../../ui/copy.tsx'
import { EmptyState, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { BrokerFacts } from './broker-facts.tsx'
import { BrokerTerms } from './broker-terms.tsx'
import { CleaningButtons } from './cleaning-buttons.tsx'
import { ClientTable } from './client-table.tsx'
import type { BrokerWatch } from './local-broker.queries.ts'
import { useRequestLog } from './local-broker.queries.ts'
import { RequestLog } from './request-log.tsx'
import { SecurityButton } from './security-button.tsx'

export function BrokerScreen({ broker }: { broker: BrokerWatch }): ReactNode {
  const { status, failure, history } = broker
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Broker</h1>
        {status && <Where status={status} answering={failure === null} />}
        {status && <BrokerTerms />}
        {status && <CleaningButtons />}
        {status && <SecurityButton />}
      </Toolbar>
      {failure && <FailureNotice failure={failure} />}
      {status === null && !failure && <SkeletonRows label="Asking the local broker" />}
      {status && (
        <>
          <BrokerFacts status={status} history={history} />
          <Traffic status={status} />
        </>
      )}
    </>
  )
}

function Where({ status, answering }: { status: BrokerStatus; answering: boolean }): ReactNode {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${answering ? 'bg-good' : 'bg-warn'}`} />
      <span className="text-n10">{answering ? 'running at' : 'not answering; last seen at'}</span>
      <span className="font-mono text-mono select-text">{status.address}</span>
      <CopyButton text={() => status.address} label="Copy the broker’s address" />
    </span>
  )
}

/** Before the first client there is nothing to look at but how to become it. */
function Traffic({ status }: { status: BrokerStatus }): ReactNode {
  const { list, failure, loaded } = useRequestLog()
  const isUnused = loaded && !status.clients.some(({ isWorkbench }) => !isWorkbench) && list.requests.every(({ isWorkbench }) => isWorkbench)
  return (
    <>
      {isUnused ? <NoClients status={status} /> : <ClientTable clients={status.clients} />}
      {!isUnused && <RequestLog list={list} failure={failure} loaded={loaded} />}
    </>
  )
}

function NoClients({ status }: { status: BrokerStatus }): ReactNode {
  return (
    <EmptyState title="No client has connected">
      <p className="text-n10">Any Kafka client can use this broker: give it {status.address} as its bootstrap server. To try it:</p>
      <CopyLine text={`kcat -b ${status.address} -L`} />
      <p className="text-n10">Clients and every request that the broker answers appear here.</p>
    </EmptyState>
  )
}
