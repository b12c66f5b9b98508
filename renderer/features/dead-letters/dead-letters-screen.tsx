// The dead-letter centre: where failed records lie, what failed and why, and what to do about it.
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { TriageState } from '../../../core/contract/dead-letters.ts'
import type { ReplayOptions, ReplaySelection } from '../../../core/contract/replay.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { CentreDialogs } from './centre-dialogs.tsx'
import { CentreMain } from './centre-main.tsx'
import { CasePane } from './case-pane.tsx'
import type { Chosen } from './chosen.ts'
import { useMarkVisited } from './dead-letters.queries.ts'
import { statesOf } from './failure-filter.ts'
import { FlowsPane } from './flows-pane.tsx'
import { NoDeadLetters } from './no-dead-letters.tsx'
import { tell } from './tell.ts'
import { useActions } from './use-actions.ts'
import { type Centre, useCentre } from './use-centre.ts'
import { type Cursor, useCursor } from './use-cursor.ts'

export interface ShownDeadLetters {
  topic: string | null
  group: string | null
  record: { topic: string; partition: number; offset: bigint } | null
}

type RecordPlace = { partition: number; offset: bigint }

export interface DeadLettersScreenProps {
  connection: Connection
  writable: boolean
  onArm: () => void
  /** Stands in the address, so that a link shows the same. */
  shown: ShownDeadLetters
  onShow: (shown: ShownDeadLetters) => void
  onReplay: (selection: ReplaySelection, intent: 'replay' | 'edit' | 'repair' | 'sandbox', preset?: Partial<ReplayOptions>) => void
  onOpenTopic: (topic: string) => void
  onOpenRecord: (topic: string, record: RecordPlace) => void
  onOpenJob: (jobId: string) => void
  /** The parts of a record, for the side of a case that shows them. */
  payload: (topic: string, record: RecordPlace) => ReactNode
}

export function DeadLettersScreen(props: DeadLettersScreenProps): ReactNode {
  const { connection, shown, onShow } = props
  const centre = useCentre(connection.id, shown)
  const cursor = useCursor(centre, shown, onShow)
  const onMarked = (of: Chosen, state: TriageState): void => {
    if (statesOf(centre.fields.openness)?.includes(state) === false) cursor.goPast(of)
  }
  const actions = useActions({ ...props, centre, chosen: cursor.chosen, mergeable: cursor.mergeable, onMarked, onMerged: cursor.goToGroup })
  const { recognised, topics } = centre
  useVisits(connection.id, centre)
  useEscape(cursor, shown, onShow)
  const dialogs = <CentreDialogs connection={connection} writable={props.writable} topics={topics} actions={actions} />
  if (recognised.data && topics.length === 0 && shown.topic === null)
    return (
      <>
        <Title />
        <NoDeadLetters recognised={recognised.data} onRule={() => actions.open({ kind: 'rules', topic: '' })} onRefresh={() => void recognised.refetch()} />
        {dialogs}
      </>
    )
  return (
    <>
      <QueryFailure query={recognised} />
      {recognised.data ? (
        <SplitPane
          name="dead-letter-flows"
          sideAt="left"
          sideLabel="flows"
          sideWidth={260}
          minSideWidth={180}
          side={<FlowsPane centre={centre} actions={actions} shown={shown} onShow={onShow} onOpenTopic={props.onOpenTopic} />}
          main={
            <SplitPane
              name="dead-letters"
              sideLabel="case"
              main={
                centre.missing ? (
                  <Missing {...centre.missing} onBack={() => onShow({ topic: null, group: null, record: null })} />
                ) : (
                  <CentreMain centre={centre} cursor={cursor} actions={actions} shown={shown} onShow={onShow} />
                )
              }
              side={shown.record && !centre.missing ? <Case {...props} centre={centre} cursor={cursor} actions={actions} /> : null}
            />
          }
        />
      ) : (
        <>
          <Title />
          {recognised.isPending && <SkeletonRows label="Looking for dead letters" rows={24} />}
        </>
      )}
      {dialogs}
    </>
  )
}

/** A link may name a topic that was deleted since. */
const Missing = ({ topic, failure, onBack }: NonNullable<Centre['missing']> & { onBack: () => void }): ReactNode => (
  <EmptyState title={`The topic ${topic} cannot be looked at`} actions={<Button onClick={onBack}>All dead letters</Button>}>
    <p role="alert" className="text-n10 select-text">
      {failure.message} {failure.remedy}
    </p>
  </EmptyState>
)

const Title = (): ReactNode => (
  <Toolbar>
    <h1 className="font-semibold">Dead letters</h1>
  </Toolbar>
)

type CaseProps = DeadLettersScreenProps & { centre: Centre; cursor: Cursor; actions: ReturnType<typeof useActions> }

function Case({ connection, shown, onShow, onOpenRecord, onOpenJob, payload, centre, cursor, actions }: CaseProps): ReactNode {
  const { topic, partition, offset } = shown.record!
  const parts = useMemo(() => payload(topic, { partition, offset }), [payload, topic, partition, offset])
  if (cursor.openKey === null) return <SkeletonRows label={`Looking at ${topic}`} rows={12} />
  const ofCase = cursor.openChosen
  return (
    <CasePane
      connectionId={connection.id}
      failureKey={cursor.openKey}
      version={centre.version}
      onRow={cursor.onOpenRow}
      payload={parts}
      onClose={() => onShow({ ...shown, record: null })}
      actions={{
        replay: () => ofCase && actions.replay(ofCase),
        edit: () => ofCase && actions.edit(ofCase),
        resolve: () => ofCase && actions.mark(ofCase, 'resolved'),
        note: (key, note) => actions.changes.setCaseNote.mutate({ key, note }, { onError: tell }),
        openRecord: onOpenRecord,
        openCase: (key) => onShow({ ...shown, record: { topic: key.topic, partition: key.partition, offset: key.offset } }),
        openJob: onOpenJob,
        more: actions.menu,
      }}
    />
  )
}

/** What was in sight counts as seen once one leaves it; before that, new ones stay marked as new. */
function useVisits(connectionId: string, { asked, index }: Centre): void {
  const markVisited = useMarkVisited(connectionId)
  const visited = useRef(new Set<string>())
  const name = asked.topics.join(' ')
  const hasSeen = index !== null
  const leave = useEffectEvent(() => {
    // Nothing hangs on it: they would be marked as new once more.
    if (visited.current.size > 0) void markVisited([...visited.current]).catch(() => {})
  })
  useEffect(() => {
    if (hasSeen && name !== '') for (const topic of name.split(' ')) visited.current.add(topic)
  }, [name, hasSeen])
  useEffect(() => () => leave(), [])
}

/** Closes the nearest thing: the selection, the case, the group. */
function useEscape(cursor: Cursor, shown: ShownDeadLetters, onShow: (shown: ShownDeadLetters) => void): void {
  const has = cursor.hasSelection ? 'selection' : shown.record ? 'case' : shown.group === null ? null : 'group'
  const run = (): void => {
    if (has === 'selection') return cursor.clear()
    cursor.grid.current?.focus()
    if (has === 'case') onShow({ ...shown, record: null })
    else onShow({ ...shown, group: null })
  }
  const title = has === 'selection' ? 'Clear the selection' : has === 'case' ? 'Close the case' : 'Back to the failure groups'
  useCommands([{ id: 'dead-letters.close', title, keys: ['Escape'], group: 'Dead letters', disabled: has === null ? 'Nothing is open.' : undefined, run }])
}
