// The pane at the left: the flows, why the chosen topic counts as one of dead letters, and the way to the rules.
import { ListPlus, RotateCw } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Toolbar } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { IndexStrip } from './centre-toolbar.tsx'
import type { ShownDeadLetters } from './dead-letters-screen.tsx'
import { FlowList } from './flow-list.tsx'
import { flowLines } from './flow-view.ts'
import { TopicEvidence } from './topic-evidence.tsx'
import { tell } from './tell.ts'
import type { Actions } from './use-actions.ts'
import type { Centre } from './use-centre.ts'

export interface FlowsPaneProps {
  centre: Centre
  actions: Actions
  shown: ShownDeadLetters
  onShow: (shown: ShownDeadLetters) => void
  onOpenTopic: (topic: string) => void
}

export function FlowsPane({ centre, actions, shown, onShow, onOpenTopic }: FlowsPaneProps): ReactNode {
  const { recognised, index, indexFailure, chosenTopic } = centre
  const lines = useMemo(() => flowLines(recognised.data?.flows ?? [], index), [recognised.data, index])
  const rebuild = (topic: string): void =>
    actions.changes.rebuild.mutate({ topic }, { onError: tell, onSuccess: () => toast({ message: `${topic} is read anew`, detail: 'States and notes stay.' }) })
  return (
    <>
      <Toolbar>
        <h1 className="min-w-0 flex-1 truncate font-semibold">Dead letters</h1>
        <IconButton label="Rules: which topics, which headers" onClick={() => actions.open({ kind: 'rules', topic: null })}>
          <ListPlus size={15} aria-hidden="true" />
        </IconButton>
        <IconButton label="Look for dead letters again" aria-busy={recognised.isFetching} onClick={() => void recognised.refetch()}>
          <RotateCw size={14} aria-hidden="true" />
        </IconButton>
      </Toolbar>
      {indexFailure && indexFailure.code !== 'LOST' && <FailureNotice failure={indexFailure} />}
      <FlowList lines={lines} topic={shown.topic} onTopic={(topic) => onShow({ topic, group: null, record: null })} onOpenTopic={onOpenTopic} />
      <IndexStrip index={index} />
      {chosenTopic && (
        <TopicEvidence
          key={chosenTopic.topic}
          topic={chosenTopic}
          onOpenTopic={() => onOpenTopic(chosenTopic.topic)}
          onRule={() => actions.open({ kind: 'rules', topic: chosenTopic.topic })}
          onRebuild={() => rebuild(chosenTopic.topic)}
        />
      )}
    </>
  )
}
