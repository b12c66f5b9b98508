// The first replay: a consumer that can be started with one press, and the way to what it has refused.
import type { ReactNode } from 'react'
import { failureOf } from '../../rpc/failure.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { consumerPhrase } from './demo-consumer.ts'
import { useDemoConsumer } from './home.queries.ts'

export function DemoTrial({ onOpenDeadLetters }: { onOpenDeadLetters: () => void }): ReactNode {
  const { consumer, start, stop } = useDemoConsumer()
  const isBusy = start.isPending || stop.isPending || consumer?.state === 'stopping'
  const failed = start.error ?? stop.error
  const toggle = (): void => {
    if (isBusy) return
    if (consumer) stop.mutate(consumer.simulatorId)
    else start.mutate()
  }
  useCommands([{ id: 'home.demo-consumer', title: consumer ? 'Stop the demo’s consumer' : 'Start the demo’s consumer', keys: [], run: toggle }])
  return (
    <section aria-label="Try a replay" className="flex flex-col gap-1.5 border-t border-n6 pt-2.5">
      <h3 className="font-medium text-n12">Try a replay</h3>
      <ol className="flex flex-col gap-2">
        <li className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <p>
              A payments service that takes everything but amounts that are text, such as <span className="font-mono text-mono">"1.290,50"</span>; those it refuses.
            </p>
            {consumer && (
              <p role="status" className="flex items-center gap-1.5 text-small text-n10 tabular-nums">
                <Badge tone={consumer.problem === null ? 'good' : 'warn'}>{consumer.problem === null ? 'RUNNING' : 'IN TROUBLE'}</Badge>
                {consumerPhrase(consumer)}
              </p>
            )}
          </div>
          <Button onClick={toggle} disabled={isBusy} aria-busy={isBusy}>
            {consumer ? 'Stop consumer' : 'Start consumer'}
          </Button>
        </li>
        <li className="flex items-start gap-2">
          <p className="min-w-0 flex-1">Replay what the gateway’s outage has left: it is taken. Replay an amount that is text: it comes back, until you repair it.</p>
          <Button onClick={onOpenDeadLetters}>Open dead letters</Button>
        </li>
      </ol>
      {failed && <FailureNotice boxed failure={failureOf(failed)} />}
    </section>
  )
}
