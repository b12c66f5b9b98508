// What is asked of the topic: where to read, what records contain; and the live tail.
import { Pause, Play, Radio, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { keyLabel } from '../../ui/commands.ts'
import { FilterBox } from '../../ui/filter-box.tsx'
import { Toolbar } from '../../ui/states.tsx'
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
      <FilterBox
        label="Find in key, value, headers"
        value={question.filter}
        onChange={question.setFilter}
        onLeave={() => (question.runFilter(), onLeave())}
      />
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
