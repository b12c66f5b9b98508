// The records of one topic: read from anywhere, live, filtered over all of it, with the chosen one opened beside them.
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { RecordAddress, WholeRecord } from '../../../core/contract/records.ts'
import { useRecordReader } from '../../rpc/record-bytes.ts'
import type { GridHandle } from '../../ui/data-grid.tsx'
import { useGridKeys } from '../../ui/grid-keys.ts'
import { SplitPane } from '../../ui/split-pane.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { recordKey } from './live-rows.ts'
import type { MessagesView } from './messages-grid.tsx'
import { useMessagesCommands } from './messages-commands.ts'
import { MessagesList } from './messages-list.tsx'
import { MessagesToolbar } from './messages-toolbar.tsx'
import { missingTopic, type OpenReading, useTopicShape, useTopicReading } from './messages.queries.ts'
import { useReadingChoices } from './reading-choices.ts'
import { parseKey } from './record-list.ts'
import { useTopicQuestion } from './topic-question.ts'
import { useExport } from './use-export.ts'

export interface MessagesScreenProps {
  connection: Connection
  topic: string
  bootstrap: string
  /** The record opened beside the list; it stands in the address, so a reload keeps it. */
  open: RecordAddress | null
  onOpenChange: (open: RecordAddress | null) => void
  onBack: () => void
  onCompose: () => void
  /** The record with all its bytes goes to the composer. */
  onResend?: (record: WholeRecord) => void
  /** What stands beside the list for an open record. */
  inspector: (address: RecordAddress) => ReactNode
}

/** Another topic is another screen, with its own reading. */
export function MessagesScreen(props: MessagesScreenProps): ReactNode {
  return <TopicMessages key={`${props.connection.id} ${props.topic}`} {...props} />
}

function TopicMessages(props: MessagesScreenProps): ReactNode {
  const { connection, topic, open, inspector } = props
  const place = `${connection.id}/topics/${topic}`
  const choices = useReadingChoices()
  const question = useTopicQuestion(place, choices)
  const messages = useTopicReading(connection.id, topic, question.asked, choices.tailRows)
  const { reading, snapshot } = messages
  const { partitions, isCompacted } = useTopicShape(connection.id, topic)
  const exporter = useExport(useRecordReader(connection.id, topic))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const grid = useRef<GridHandle>(null)
  const [active, setActive] = useActiveRow(place, open, grid, messages)
  const leaveToGrid = useGridFocus(grid, messages)
  useGridKeys(grid)
  const readAgain = (): void => reading.begin(question.askedAnew())
  const seek = (text: string): void => {
    if (text === question.seek) readAgain()
    question.setSeek(text)
  }
  const selectedAddresses = (): RecordAddress[] =>
    [...selected].toSorted((a, b) => snapshot.rows.indexOf(a) - snapshot.rows.indexOf(b)).map(parseKey)
  const shared = { place, question, messages, exporter, grid, active, setActive, selected, setSelected, selectedAddresses }
  const view: MessagesView = { ...props, ...shared }
  useMessagesCommands(view)
  const missing = missingTopic(messages)
  const list = <MessagesList view={view} partitions={partitions} isCompacted={isCompacted} missing={missing} onSeek={seek} onReadAgain={readAgain} />
  if (missing && snapshot.rows.count === 0) return list
  return (
    <>
      {!missing && (
        <MessagesToolbar
          question={question}
          zone={choices.timeZone}
          partitionCount={partitions?.length}
          isLive={snapshot.tail !== null}
          paused={snapshot.paused}
          onSeek={seek}
          onPause={() => reading.setPaused(!snapshot.paused)}
          onReadAgain={readAgain}
          onLeave={leaveToGrid}
        />
      )}
      <SplitPane name="messages" main={list} side={open && inspector(open)} sideLabel="record" />
    </>
  )
}

/** The record that is open, while one is; without one, the row that was chosen last. '' = none. */
function useActiveRow(
  place: string,
  open: RecordAddress | null,
  grid: { current: GridHandle | null },
  { snapshot }: OpenReading,
): [string, (key: string) => void] {
  const [kept, setKept] = useViewState(place, 'active', '')
  const opened = open && recordKey(open)
  const follow = useEffectEvent((key: string) => {
    setKept(key)
    if (snapshot.rows.indexOf(key) >= 0) grid.current?.reveal(key)
  })
  useEffect(() => {
    if (opened !== null) follow(opened)
  }, [opened])
  return [opened ?? kept, setKept]
}

/** Another reading is looked at from its beginning. Returns how to move the focus into the list, now or when it has rows. */
function useGridFocus(grid: { current: GridHandle | null }, { snapshot }: OpenReading): () => void {
  const shown = useRef(snapshot.asked)
  const isWanted = useRef(false)
  useEffect(() => {
    if (shown.current !== null && shown.current !== snapshot.asked) grid.current?.toTop()
    shown.current = snapshot.asked
  }, [grid, snapshot.asked])
  useEffect(() => {
    if (!isWanted.current || snapshot.busy) return
    isWanted.current = false
    // Rows that had the focus have gone with the reading before.
    if (document.activeElement === document.body) grid.current?.focus()
  }, [grid, snapshot.busy])
  return () => {
    isWanted.current = true
    grid.current?.focus()
  }
}
