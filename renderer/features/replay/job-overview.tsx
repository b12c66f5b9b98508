// A replay in numbers that always add up: what was sent, what became of it, how fast it goes and who reads it.
import type { ReactNode } from 'react'
import { counted, formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/class-names.ts'
import { useNow } from '../../ui/clock.ts'
import { MomentText, RelativeTime } from '../../ui/moment-text.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import type { JobView } from './job-buttons.tsx'
import type { ShownItems } from './job-screen.tsx'
import { canaryWords, consumerWords, currentRateWords, finalCount, itemParts, mayOf, MODE_WORDS, outcomeParts, sentPerSecond, tookWords } from './job-words.ts'
import { setRate } from './jobs.queries.ts'
import { PartsBar, PartsLegend } from './parts-bar.tsx'
import { RateSlider } from './rate-slider.tsx'

export interface JobOverviewProps {
  view: JobView
  history: readonly { atMs: number; sent: number; bounced: number }[]
  shown: ShownItems
  onShow: (shown: ShownItems) => void
  watching: string | null
}

export function JobOverview({ view, history, shown, onShow, watching }: JobOverviewProps): ReactNode {
  const { job } = view
  const items = itemParts(job)
  const outcomes = outcomeParts(job)
  return (
    <div className="grid shrink-0 grid-cols-[minmax(0,1fr)_340px] gap-x-8 border-b border-n6 px-4 py-3">
      <div className="flex min-w-0 flex-col gap-1">
        <p className="text-title font-semibold tabular-nums">
          {formatCount(finalCount(job))} of {counted(job.items.total, 'record')}
        </p>
        <PartsBar label="Records" parts={items} />
        <PartsLegend label="Show records by state" parts={items} chosen={shown.state} always={['SENT', 'PENDING', 'FAILED']} onChoose={(state) => onShow({ state, outcome: null })} />
        <p className="pt-1.5 text-small font-medium text-n10">What became of {counted(outcomes.reduce((sum, { count }) => sum + count, 0), 'sent record')}</p>
        <PartsBar label="What became of what was sent" parts={outcomes} thin />
        <PartsLegend label="Show records by what became of them" parts={outcomes} chosen={shown.outcome} always={['consumed', 'bounced', 'waiting']} onChoose={(outcome) => onShow({ state: null, outcome })} />
        {watching !== null && <p className={cx('text-small', job.outcomes.bounced > 0 && job.outcomes.waiting === 0 ? 'text-bad' : 'text-n10')}>{watching}</p>}
      </div>
      <JobFacts view={view} history={history} />
    </div>
  )
}

const TONES = { neutral: '', accent: 'text-accent', good: 'text-good', bad: 'text-bad' }

function JobFacts({ view, history }: Pick<JobOverviewProps, 'view' | 'history'>): ReactNode {
  const { job, actions } = view
  const nowMs = useNow(1_000)
  const canary = canaryWords(job)
  const mode = MODE_WORDS[job.mode]
  const took = tookWords(job, nowMs)
  const sent = sentPerSecond(history)
  return (
    <dl className="grid grid-cols-[72px_minmax(0,1fr)] content-start gap-x-3 gap-y-1 text-n11">
      <Row name="Goes">
        <span className="select-text">
          {job.sourceName === job.targetName ? `within ${job.targetName}` : `from ${job.sourceName} to ${job.targetName}`}
        </span>{' '}
        <Badge title={mode.meaning} tone={job.mode === 'W' ? 'warn' : 'neutral'}>
          {mode.word}
        </Badge>
      </Row>
      {mayOf(job).changeRate ? (
        <Row name="Rate">
          <RateSlider value={job.messagesPerSecond} onChange={(rate) => actions.run(setRate(rate, job.bytesPerSecond))} />
        </Row>
      ) : null}
      {job.startedAtMs !== null && (
        <Row name={job.state === 'RUNNING' ? 'Now' : 'Sent'}>
          <span className="flex items-center gap-2 tabular-nums">
            {job.state === 'RUNNING' ? currentRateWords(job.currentRate) || 'waiting' : formatBytes(job.sentBytes)}
            {sent.length > 1 && <Sparkline values={sent} label={`Sent per second: now ${sent.at(-1)}, at most ${Math.max(...sent)}`} width={64} height={14} />}
          </span>
        </Row>
      )}
      {canary && (
        <Row name="First look">
          <span className={TONES[canary.tone]}>{canary.text}</span>
        </Row>
      )}
      {job.consumers.length > 0 && (
        <Row name="Read by">
          {consumerWords(job).map(({ text, isAlone }) => (
            <span key={text} className={cx('block wrap-anywhere', isAlone && 'text-warn')}>
              {text}
            </span>
          ))}
        </Row>
      )}
      <Row name={job.scheduledForMs !== null && job.startedAtMs === null ? 'Due' : 'Started'}>
        {job.startedAtMs !== null ? (
          <>
            <MomentText timestampMs={job.startedAtMs} /> {took !== '' && <span className="text-n10">{job.endedAtMs === null ? `${took} ago` : `took ${took}`}</span>}
          </>
        ) : job.scheduledForMs !== null ? (
          <>
            <MomentText timestampMs={job.scheduledForMs} />{' '}
            <span className="text-n10">
              <RelativeTime timestampMs={job.scheduledForMs} />
            </span>
          </>
        ) : (
          'not yet'
        )}
      </Row>
      <Row name="Undo">
        <span className="block text-small text-n10 select-text">{job.undo.text}</span>
      </Row>
    </dl>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="pt-px text-small text-n10">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
