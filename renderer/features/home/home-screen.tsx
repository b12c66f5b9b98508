// Where one starts: the local broker and how to connect to it, something to look at, and other clusters.
import { Check } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import type { Failure } from '../../rpc/failure.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { BrokerCard } from './broker-card.tsx'
import { ClustersCard } from './clusters-card.tsx'
import { DemoCard } from './demo-card.tsx'
import { hasClient, stepsOf } from './first-steps.ts'

export interface HomeScreenProps {
  broker: { status: BrokerStatus | null; failure: Failure | null; history: readonly BrokerStatus['rates'][] }
  /** Where clients reach the local broker. */
  bootstrap: string
  connections: readonly Connection[]
  onOpenTopics: () => void
  onOpenTopic: (topic: string) => void
  onOpenGroup: (groupId: string) => void
  onOpenDeadLetters: () => void
  onOpenBroker: () => void
  onConnect: () => void
  onSwitch: (connectionId: string) => void
}

export function HomeScreen(props: HomeScreenProps): ReactNode {
  const { broker, bootstrap, connections, onOpenTopics, onOpenTopic, onOpenGroup, onOpenDeadLetters, onOpenBroker, onConnect, onSwitch } = props
  const { status, failure } = broker
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      {failure && <FailureNotice failure={failure} />}
      <h1 className="sr-only">Home</h1>
      <div className="mx-auto grid w-full max-w-280 grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)] items-start gap-4 p-5 max-[900px]:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-4">
          {status ? (
            <BrokerCard status={status} failed={failure !== null} history={broker.history} bootstrap={bootstrap} onOpenBroker={onOpenBroker} onOpenTopics={onOpenTopics} />
          ) : (
            !failure && <SkeletonRows label="Asking the local broker" rows={6} />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {status && <DemoCard status={status} onOpenTopic={onOpenTopic} onOpenGroup={onOpenGroup} onOpenDeadLetters={onOpenDeadLetters} />}
          <ClustersCard connections={connections} onConnect={onConnect} onSwitch={onSwitch} />
          {status && <FirstSteps status={status} />}
        </div>
      </div>
    </div>
  )
}

/** Gone once all of them are done, for good. */
function FirstSteps({ status }: { status: BrokerStatus }): ReactNode {
  const [seenClient, setSeenClient] = useViewState('local/home', 'seen-client', false)
  const isConnected = hasClient(status)
  useEffect(() => {
    if (isConnected && !seenClient) setSeenClient(true)
  }, [isConnected, seenClient, setSeenClient])
  const steps = stepsOf(status, seenClient)
  if (steps.every(({ done }) => done)) return null
  return (
    <section aria-label="First steps" className="px-3">
      <h2 className="pb-1.5 font-semibold text-n11">First steps</h2>
      <ul className="flex flex-col gap-1">
        {steps.map(({ id, title, done }) => (
          <li key={id} className={`flex items-start gap-2 ${done ? 'text-n10' : 'text-n12'}`}>
            <span aria-hidden="true" className={`mt-0.5 flex size-3.5 shrink-0 items-center justify-center rounded-full border ${done ? 'border-good text-good' : 'border-n8'}`}>
              {done && <Check size={10} />}
            </span>
            <span>
              {title}
              {done && <span className="sr-only"> (done)</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
