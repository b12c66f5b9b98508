// What a reading has looked at, always on show: partitions and how far each has come, one closing sentence, counters, Stop and Continue.
import { RotateCw, Square, StepForward } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { keyLabel } from '../../ui/commands.ts'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { type Around, extentWord, foundCount, readingWords, scannedCount } from './reading-words.ts'
import type { ReadingSnapshot } from './topic-reading.ts'

export interface ReadingStripProps {
  snapshot: ReadingSnapshot
  around: Around
  onStop: () => void
  onContinue: () => void
  onReadAgain: () => void
  onShowAborted: () => void
  /** The partitions. */
  children: ReactNode
}

const TONES = { plain: 'text-n11', good: 'text-good', warn: 'text-warn' }

export function ReadingStrip({ snapshot, around, onStop, onContinue, onReadAgain, onShowAborted, children }: ReadingStripProps): ReactNode {
  const { text, tone, canContinue, canReadAgain } = readingWords(snapshot, around)
  return (
    <section
      aria-label="Reading"
      className="@container flex h-7.5 shrink-0 items-center gap-3 overflow-hidden border-b border-n6 bg-n2 px-3 text-small whitespace-nowrap"
    >
      {children}
      <p role="status" className={cx('min-w-0 truncate font-medium tabular-nums select-text', TONES[tone])} title={text}>
        {text}
      </p>
      {snapshot.busy && (
        <Button className="h-5.5! text-small" onClick={onStop} title={`What was found stays (${keyLabel('Mod+.')})`}>
          <Square size={11} aria-hidden="true" />
          Stop
        </Button>
      )}
      {canContinue && (
        <Button className="h-5.5! text-small" onClick={onContinue}>
          <StepForward size={12} aria-hidden="true" />
          Continue
        </Button>
      )}
      {canReadAgain && (
        <Button className="h-5.5! text-small" onClick={onReadAgain}>
          <RotateCw size={12} aria-hidden="true" />
          Read again
        </Button>
      )}
      {snapshot.hiddenRecords > 0 && (
        <Button variant="quiet" className="h-5.5! text-small" onClick={onShowAborted} title="Show records of aborted transactions too">
          {formatCount(snapshot.hiddenRecords)} aborted left out
        </Button>
      )}
      <span className="flex-1" />
      <Counters snapshot={snapshot} extent={extentWord(around.isCompacted === true)} />
    </section>
  )
}

function Counters({ snapshot, extent }: { snapshot: ReadingSnapshot; extent: string }): ReactNode {
  const { asked, scannedBytes, perSecond, readAtMs } = snapshot
  if (asked?.start === null || readAtMs === null) return null
  const scanned = scannedCount(snapshot)
  return (
    <p className="flex shrink-0 gap-3 text-n10 tabular-nums @max-[620px]:hidden">
      <span>
        {scanned.isExact ? '' : `${extent} `}
        {formatCount(scanned.count)} scanned
      </span>
      {asked !== null && asked.filter !== '' && <span>{formatCount(foundCount(snapshot))} found</span>}
      <span>{formatBytes(scannedBytes)}</span>
      {perSecond !== null && <span className="@max-[900px]:hidden">{formatCount(Math.round(perSecond))} rec/s</span>}
      <span className="@max-[900px]:hidden">
        as of <RelativeTime timestampMs={readAtMs} />
      </span>
    </p>
  )
}
