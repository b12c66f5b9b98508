// What went wrong, in place, above what is still good.
import type { ReactNode } from 'react'
import { counted, formatCount } from '../../format/numbers.ts'
import type { Failure } from '../../rpc/failure.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Notice } from '../../ui/states.tsx'
import { partitionsText } from './coverage-shape.ts'
import type { ReadingSnapshot } from './topic-reading.ts'

export interface MessagesProblemsProps {
  snapshot: ReadingSnapshot
  tailFailure: Failure | null
  onResume: () => void
  onBack: () => void
}

export function MessagesProblems({ snapshot, tailFailure, onResume, onBack }: MessagesProblemsProps): ReactNode {
  const { coverage, live, busy, ended } = snapshot
  const failure = snapshot.failure ?? tailFailure
  const unread = coverage.flatMap(({ partition, error }) => (error === null ? [] : [{ partition, message: error }]))
  const { failedTests, firstFailedTest } = snapshot
  const begin = ended === null ? null : movedBeginning(snapshot)
  return (
    <>
      {failure && failure.code !== 'LOST' && (
        <Failed failure={failure} hasRead={snapshot.asked !== null} busy={busy} onResume={onResume} onBack={onBack} />
      )}
      {unread.length > 0 && (
        <Notice
          tone="warn"
          message={`${unread.length} of ${coverage.length} partitions could not be read:`}
          remedy={listed(unread)}
          action={{ label: 'Try again', run: onResume, busy }}
        />
      )}
      {live.errors.length > 0 && failure?.code !== 'NOT_FOUND' && (
        <Notice tone="warn" message="The live tail misses partitions and tries them again:" remedy={listed(live.errors)} />
      )}
      {firstFailedTest && (
        <Notice
          tone="warn"
          message={`The function could not tell about ${counted(failedTests, 'record')}; they are not in the list.`}
          remedy={`The first is ${firstFailedTest.partition}:${firstFailedTest.offset}. ${firstFailedTest.message}${firstFailedTest.line === null ? '' : ` (line ${firstFailedTest.line})`}`}
        />
      )}
      {begin && <Notice tone="warn" message={begin.message} remedy={begin.remedy} />}
    </>
  )
}

interface FailedProps {
  failure: Failure
  /** Something is shown that was read before. */
  hasRead: boolean
  busy: boolean
  onResume: () => void
  onBack: () => void
}

function Failed({ failure, hasRead, busy, onResume, onBack }: FailedProps): ReactNode {
  // What was written has to change: trying it again would not help.
  if (failure.code === 'INVALID_INPUT') return <Notice tone="warn" message={failure.message} remedy={failure.remedy} />
  if (failure.code !== 'NOT_FOUND')
    return <FailureNotice failure={failure} action={{ label: 'Try again', run: onResume, busy }} />
  const missing = hasRead ? 'It was deleted meanwhile. What was read before stays here.' : 'It may have been deleted, or never have been there.'
  const remedy = failure.remedy || missing
  return <FailureNotice failure={{ ...failure, remedy }} action={{ label: 'Back to the topics', run: onBack }} />
}

const MOST_LISTED = 3

/** Often many partitions have the same trouble: it is said once. */
function listed(errors: readonly { partition: number; message: string }[]): string {
  const troubles = [...Map.groupBy(errors, ({ message }) => message)].map(
    ([message, same]) => `${partitionsText(same.map(({ partition }) => partition))}: ${message}`,
  )
  const more = troubles.length > MOST_LISTED ? ` And ${troubles.length - MOST_LISTED} more.` : ''
  return troubles.slice(0, MOST_LISTED).join(' ') + more
}

/** An offset of one partition that has been deleted since: what is shown begins later than it was asked for. */
function movedBeginning({ asked, coverage }: ReadingSnapshot): { message: string; remedy: string } | null {
  const [only, another] = coverage
  if (asked?.start?.kind !== 'offset' || !only || another || only.error !== null || only.startOffset <= asked.start.offset) return null
  return {
    message: `Offset ${formatCount(asked.start.offset)} is not in partition ${only.partition} any more.`,
    remedy: `Its first record now is ${formatCount(only.startOffset)}, where this reading begins.`,
  }
}
