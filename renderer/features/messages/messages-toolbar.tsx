// What is asked of the topic: where to read, what records contain; and the live tail.
import { Braces, Pause, Play, Radio, RotateCw, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { keyLabel } from '../../ui/commands.ts'
import { FilterBox } from '../../ui/filter-box.tsx'
import { Toolbar } from '../../ui/states.tsx'
import { FILTER_EXAMPLES, isFunctionFilter, withFunction } from './filter-text.ts'
import { SeekBox } from './seek-box.tsx'
import type { TopicQuestion } from './topic-question.ts'

export interface MessagesToolbarProps {
  question: TopicQuestion
  zone: string
  partitionCount: number | undefined
  /** The tail belongs to the reading. */
  isLive: boolean
  paused: boolean
  onSeek: (text: string) => void
  onPause: () => void
  onReadAgain: () => void
  onLeave: () => void
}

export function MessagesToolbar(props: MessagesToolbarProps): ReactNode {
  const { question, zone, partitionCount, isLive, paused, onSeek, onPause, onReadAgain, onLeave } = props
  return (
    <Toolbar>
      <SeekBox value={question.seek} zone={zone} partitionCount={partitionCount} onSeek={onSeek} onLeave={onLeave} />
      <RecordFilter question={question} onLeave={onLeave} />
      <span className="flex-1" />
      {isLive ? (
        <Button variant="quiet" onClick={onPause} aria-pressed={paused} title={`${paused ? 'Resume' : 'Pause'} the live tail (Space)`}>
          {paused ? <Play size={14} aria-hidden="true" /> : <Pause size={14} aria-hidden="true" />}
          {paused ? 'Resume' : 'Pause'}
        </Button>
      ) : (
        <Button variant="quiet" onClick={() => onSeek('newest')} title="Show the newest records, and those that arrive">
          <Radio size={14} aria-hidden="true" />
          Go live
        </Button>
      )}
      <IconButton label={`Read again (${keyLabel('Shift+R')})`} onClick={onReadAgain}>
        <RotateCw size={14} aria-hidden="true" />
      </IconButton>
    </Toolbar>
  )
}

/** What records are looked for: words, conditions, or a function; and whether those of aborted transactions are among them. */
function RecordFilter({ question, onLeave }: Pick<MessagesToolbarProps, 'question' | 'onLeave'>): ReactNode {
  const { filter, withAborted } = question
  const isFunction = isFunctionFilter(filter)
  return (
    <>
      <FilterBox
        label="Find in key, value, headers"
        hint={FILTER_EXAMPLES}
        isWide
        value={filter}
        onChange={question.setFilter}
        onLeave={() => (question.runFilter(), onLeave())}
      />
      <IconButton
        label="JavaScript filter"
        title={isFunction ? 'Back to words and conditions' : 'Filter by a JavaScript function of the record'}
        aria-pressed={isFunction}
        className={isFunction ? 'bg-n4 text-accent!' : ''}
        onClick={() => question.setFilter(withFunction(filter, !isFunction))}
      >
        <Braces size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Records of aborted transactions"
        title={withAborted ? 'Leave out records of aborted transactions' : 'Show records of aborted transactions too'}
        aria-pressed={withAborted}
        className={withAborted ? 'bg-n4 text-accent!' : ''}
        onClick={() => question.setWithAborted(!withAborted)}
      >
        <Undo2 size={14} aria-hidden="true" />
      </IconButton>
    </>
  )
}
