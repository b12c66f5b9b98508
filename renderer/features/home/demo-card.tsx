// Offers the demo flow, so that every screen has something to show; afterwards leads into it, and takes it away again.
import { type ReactNode, useState } from 'react'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { toast } from '../../ui/toast.tsx'
import { useCommands } from '../../ui/commands.ts'
import { HomeCard } from './home-card.tsx'
import { DemoTrial } from './demo-trial.tsx'
import { DEMO_GROUPS, DEMO_RECORDS, DEMO_TOPICS, type DemoPart } from './home-demo.ts'
import { useLoadDemo, useRemoveDemo } from './home.queries.ts'
import { tellLoaded } from './tell-loaded.ts'

export interface DemoCardProps {
  status: BrokerStatus
  onOpenTopic: (topic: string) => void
  onOpenGroup: (groupId: string) => void
  onOpenDeadLetters: () => void
}

export function DemoCard({ status, onOpenTopic, onOpenGroup, onOpenDeadLetters }: DemoCardProps): ReactNode {
  const load = useLoadDemo()
  const [removing, setRemoving] = useState(false)
  const isThere = status.demoTopics.length > 0
  const start = (): void => {
    if (!isThere && !load.isPending) load.mutate(undefined, { onSuccess: (loaded) => tellLoaded(loaded, onOpenTopic) })
  }
  useCommands([
    isThere
      ? { id: 'home.demo', title: 'Remove the demo flow', keys: [], run: () => setRemoving(true) }
      : { id: 'home.demo', title: 'Load the demo flow', keys: [], run: start },
  ])
  return (
    <HomeCard
      title="Demo flow"
      aside={
        isThere ? (
          <Button variant="quiet" onClick={() => setRemoving(true)}>
            Remove demo
          </Button>
        ) : (
          <Button variant="primary" onClick={start} disabled={load.isPending} aria-busy={load.isPending}>
            {load.isPending ? 'Loading…' : 'Load demo flow'}
          </Button>
        )
      }
    >
      {load.isError && !isThere && <FailureNotice boxed failure={failureOf(load.error)} />}
      <p className="text-n10">
        {isThere
          ? 'Orders become payments; some fail, are tried again and end as dead letters.'
          : `Puts ${DEMO_RECORDS} records and three groups into the local broker, so that every screen has something to show. It can be removed again.`}
      </p>
      <Parts parts={isThere ? DEMO_TOPICS.filter(({ name }) => status.demoTopics.includes(name)) : DEMO_TOPICS} label="Topics of the demo" onOpen={isThere ? onOpenTopic : null} />
      <Parts parts={DEMO_GROUPS} label="Groups of the demo" onOpen={isThere ? onOpenGroup : null} />
      {isThere && <DemoTrial onOpenDeadLetters={onOpenDeadLetters} />}
      {removing && <RemoveDemo topics={status.demoTopics} onClose={() => setRemoving(false)} />}
    </HomeCard>
  )
}

function Parts({ parts, label, onOpen }: { parts: readonly DemoPart[]; label: string; onOpen: ((name: string) => void) | null }): ReactNode {
  return (
    <ul aria-label={label} className="flex flex-col gap-0.5">
      {parts.map(({ name, what }) => (
        <li key={name} className="flex min-w-0 items-baseline gap-2">
          {onOpen ? (
            <button type="button" onClick={() => onOpen(name)} className="shrink-0 rounded-inner font-mono text-mono text-accent underline decoration-transparent underline-offset-3 hover:decoration-current">
              {name}
            </button>
          ) : (
            <span className="shrink-0 font-mono text-mono">{name}</span>
          )}
          <span className="min-w-0 truncate text-small text-n10" title={what}>
            {what}
          </span>
        </li>
      ))}
    </ul>
  )
}

function RemoveDemo({ topics, onClose }: { topics: readonly string[]; onClose: () => void }): ReactNode {
  const remove = useRemoveDemo()
  return (
    <ConfirmDialog
      title="Remove the demo flow"
      verb={`Delete ${counted(topics.length, 'topic')}`}
      danger
      busy={remove.isPending}
      failure={remove.isError ? failureOf(remove.error) : null}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: ({ topics: gone, groups }) => (toast({ tone: 'good', message: `${counted(gone.length, 'topic')} and ${counted(groups.length, 'group')} removed` }), onClose()),
        })
      }
    >
      <p>These topics are deleted from the local broker, with whatever was written to them since, and the demo’s groups are forgotten. This cannot be undone; the demo can be loaded again.</p>
      <ul className="font-mono text-mono">
        {topics.map((topic) => (
          <li key={topic}>{topic}</li>
        ))}
      </ul>
      <p className="text-n10">A group that has members, or that has read other topics too, is kept.</p>
    </ConfirmDialog>
  )
}
