// The list of a topic's records with what was read, what went wrong, why it is empty, and what arrives.
import { type ReactNode, useMemo } from 'react'
import type { TopicPartition } from '../../../core/contract/topics.ts'
import type { Failure } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, SkeletonRows } from '../../ui/states.tsx'
import { emptyWords } from './empty-words.ts'
import { isTailBroken } from './messages.queries.ts'
import { MessagesFooter, MessagesGrid, type MessagesView } from './messages-grid.tsx'
import { MessagesProblems } from './messages-problems.tsx'
import { NoRecords } from './no-records.tsx'
import { PartitionChips } from './partition-chips.tsx'
import { ReadingStrip } from './reading-strip.tsx'

export interface MessagesListProps {
  view: MessagesView
  partitions: readonly TopicPartition[] | undefined
  isCompacted: boolean
  /** The topic is not there: what can be read or arrive is not said then. */
  missing: Failure | null
  onSeek: (text: string) => void
  onReadAgain: () => void
}

export function MessagesList(props: MessagesListProps): ReactNode {
  const { view, partitions, isCompacted, missing, onSeek, onReadAgain } = props
  const { topic, question, onBack } = view
  const { reading, snapshot, tailFailure } = view.messages
  if (missing && snapshot.rows.count === 0) return <NoTopic failure={missing} onBack={onBack} onReadAgain={onReadAgain} />
  const empty = emptyWords(topic, snapshot, partitions, isCompacted)
  return (
    <>
      {!missing && <Strip {...props} />}
      <MessagesProblems snapshot={snapshot} tailFailure={tailFailure} onResume={() => reading.resume()} onBack={onBack} />
      {empty && (
        <NoRecords
          {...view}
          words={empty}
          coverage={snapshot.coverage}
          onSeek={onSeek}
          onClearFilter={() => question.setFilter('')}
          onContinue={() => reading.more()}
        />
      )}
      {!snapshot.asked && snapshot.busy && <SkeletonRows label={`Reading ${topic}`} rows={20} />}
      {snapshot.rows.count > 0 ? <MessagesGrid {...view} /> : !empty && <div className="min-h-0 flex-1" />}
      {!missing && <MessagesFooter {...view} />}
    </>
  )
}

function Strip({ view, partitions, isCompacted, onReadAgain }: MessagesListProps): ReactNode {
  const { question, messages } = view
  const { reading, snapshot } = messages
  const numbers = useMemo(() => partitions?.map(({ partition }) => partition), [partitions])
  return (
    <ReadingStrip
      snapshot={snapshot}
      around={{ partitionCount: partitions?.length, isCompacted, isTailBroken: isTailBroken(messages) }}
      onStop={() => reading.stop()}
      onContinue={() => reading.more()}
      onReadAgain={onReadAgain}
      onShowAborted={() => question.setWithAborted(true)}
    >
      <PartitionChips
        partitions={numbers ?? snapshot.coverage.map(({ partition }) => partition)}
        chosen={question.partitions}
        coverage={snapshot.coverage}
        onChange={question.setPartitions}
      />
    </ReadingStrip>
  )
}

function NoTopic({ failure, onBack, onReadAgain }: { failure: Failure; onBack: () => void; onReadAgain: () => void }): ReactNode {
  const actions = (
    <>
      <Button variant="primary" onClick={onBack}>
        Back to the topics
      </Button>
      <Button onClick={onReadAgain}>Look again</Button>
    </>
  )
  return (
    <EmptyState title={failure.message} actions={actions}>
      <p role="alert" className="text-n10">
        {failure.remedy || 'It may have been deleted, or never have been there.'}
      </p>
    </EmptyState>
  )
}
