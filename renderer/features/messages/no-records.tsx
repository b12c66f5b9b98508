// Nothing to show: said with what was looked at, and how to change it.
import { PenLine } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Coverage } from '../../../core/contract/messages.ts'
import { counted } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy.tsx'
import { EmptyState } from '../../ui/states.tsx'
import type { EmptyWords } from './empty-words.ts'

export interface NoRecordsProps {
  words: EmptyWords
  topic: string
  bootstrap: string
  coverage: readonly Coverage[]
  onSeek: (text: string) => void
  onClearFilter: () => void
  onContinue: () => void
  onCompose: () => void
}

export function NoRecords(props: NoRecordsProps): ReactNode {
  const { words, topic, bootstrap, coverage, onSeek, onClearFilter, onContinue, onCompose } = props
  const { about, title, text, nearest } = words
  const compose = (
    <Button variant="primary" onClick={onCompose}>
      <PenLine size={14} aria-hidden="true" />
      Compose a message
    </Button>
  )
  const actions = (
    <>
      {about === 'unfinished' && (
        <Button variant="primary" onClick={onContinue}>
          Go on scanning
        </Button>
      )}
      {nearest && (
        <Button variant="primary" onClick={() => onSeek(nearest.seek)}>
          {nearest.label}
        </Button>
      )}
      {about === 'match' && (
        <Button variant="primary" onClick={onClearFilter}>
          Clear the filter
        </Button>
      )}
      {['range', 'offset', 'match'].includes(about) && <Button onClick={() => onSeek('newest')}>Show the newest records</Button>}
      {(about === 'topic' || about === 'live') && compose}
    </>
  )
  return (
    <EmptyState title={title} actions={actions}>
      {about === 'topic' ? <Empty topic={topic} bootstrap={bootstrap} coverage={coverage} /> : <p className="text-n10">{text}</p>}
    </EmptyState>
  )
}

function Empty({ topic, bootstrap, coverage }: Pick<NoRecordsProps, 'topic' | 'bootstrap' | 'coverage'>): ReactNode {
  const hadSome = coverage.some(({ startOffset }) => startOffset > 0n)
  const scope = coverage.length === 1 ? 'its one partition' : counted(coverage.length, 'partition')
  return (
    <>
      <p className="text-n10">
        There is nothing to read in {scope} (complete read). {hadSome && 'It held records before: they expired or were deleted. '}
        What arrives from now on appears here. With kcat:
      </p>
      <CopyLine text={`echo 'o-1:{"id":1,"total":9.99}' | kcat -P -b ${bootstrap} -t ${topic} -K :`} />
    </>
  )
}
