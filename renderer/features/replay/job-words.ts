// A replay in words and numbers: how far it is, what became of what it sent, and what can be done with it now.
import type { ItemState, JobItem, JobState, JobSummary } from '../../../core/contract/replay.ts'
import { formatDuration } from '../../format/durations.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { rateOfBytes } from './rate-scale.ts'

type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

export const JOB_STATES: Record<JobState, { word: string; tone: Tone }> = {
  PLANNED: { word: 'planned', tone: 'neutral' },
  SCHEDULED: { word: 'scheduled', tone: 'accent' },
  RUNNING: { word: 'running', tone: 'accent' },
  PAUSED: { word: 'paused', tone: 'warn' },
  INTERRUPTED: { word: 'interrupted', tone: 'warn' },
  COMPLETED: { word: 'completed', tone: 'good' },
  COMPLETED_WITH_ERRORS: { word: 'completed with errors', tone: 'bad' },
  CANCELLED: { word: 'cancelled', tone: 'neutral' },
  FAILED: { word: 'failed', tone: 'bad' },
}

export interface Part<Name extends string> {
  name: Name
  label: string
  count: number
  /** A colour of the tokens. */
  colour: string
  meaning: string
}

export type ItemPart = Part<ItemState>
export type OutcomePart = Part<NonNullable<JobItem['outcome']>>

const ENDED: ReadonlySet<JobState> = new Set(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'CANCELLED', 'FAILED'])
export const isEnded = (state: JobState): boolean => ENDED.has(state)

/** Every record stands in exactly one of them: together they are the whole plan. */
export function itemParts({ items, state }: Pick<JobSummary, 'items' | 'state'>): ItemPart[] {
  return [
    { name: 'SENT', label: 'sent', count: items.sent, colour: 'var(--color-good)', meaning: 'Acknowledged by the target.' },
    { name: 'SENDING', label: 'being sent', count: items.sending, colour: 'var(--color-accent)', meaning: 'On the way, not acknowledged yet.' },
    { name: 'PENDING', label: isEnded(state) ? 'not sent' : 'pending', count: items.pending, colour: 'var(--color-n6)', meaning: isEnded(state) ? 'The replay ended before it was their turn.' : 'Not sent yet.' },
    { name: 'SKIPPED', label: 'left out', count: items.skipped, colour: 'var(--color-n8)', meaning: 'On purpose; each says why.' },
    { name: 'FAILED', label: 'failed', count: items.failed, colour: 'var(--color-bad)', meaning: 'Not sent; each says why.' },
    { name: 'HELD', label: 'held back', count: items.held, colour: 'var(--color-warn)', meaning: 'Behind a record of the same key that failed.' },
    { name: 'INDOUBT', label: 'in doubt', count: items.indoubt, colour: 'var(--color-txn)', meaning: 'Sent, and nobody knows whether it arrived. Never sent again by itself.' },
  ]
}

export function outcomeParts({ outcomes }: Pick<JobSummary, 'outcomes'>): OutcomePart[] {
  return [
    { name: 'consumed', label: 'consumed', count: outcomes.consumed, colour: 'var(--color-good)', meaning: 'The group has committed past it.' },
    { name: 'bounced', label: 'came back', count: outcomes.bounced, colour: 'var(--color-bad)', meaning: 'It is in the dead-letter topic again.' },
    { name: 'waiting', label: 'waiting', count: outcomes.waiting, colour: 'var(--color-n7)', meaning: 'Not consumed and not come back yet.' },
    { name: 'untracked', label: 'not followed', count: outcomes.untracked, colour: 'var(--color-n8)', meaning: 'No group is known, or it is not marked.' },
  ]
}

/** Shares of a bar that add up to the whole; what is there is seen, however little it is. */
export function shares(counts: readonly number[], leastShare = 0.004): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return counts.map(() => 0)
  const raised = counts.map((count) => (count === 0 ? 0 : Math.max(count / total, leastShare)))
  const sum = raised.reduce((all, share) => all + share, 0)
  return raised.map((share) => share / sum)
}

export const finalCount = ({ items: { sent, skipped, failed, held } }: Pick<JobSummary, 'items'>): number => sent + skipped + failed + held

/** `Job 14 was interrupted at 311 of 720.` */
export function interruptedWords({ number, items }: Pick<JobSummary, 'number' | 'items'>): string {
  const doubt = items.indoubt > 0 ? ` ${counted(items.indoubt, 'record')} ${items.indoubt === 1 ? 'was' : 'were'} on the way.` : ''
  return `Job ${number} was interrupted at ${formatCount(finalCount({ items }))} of ${formatCount(items.total)}.${doubt}`
}

/** What another plan would begin with: not sent, or come back. */
export const unsettledCount = ({ items: { pending, held, failed }, outcomes: { bounced } }: Pick<JobSummary, 'items' | 'outcomes'>): number => pending + held + failed + bounced


export interface JobMay {
  pause: boolean
  resume: boolean
  cancel: boolean
  changeRate: boolean
  retry: boolean
  archive: boolean
  isEnded: boolean
}

export function mayOf({ state, items, isArchived }: Pick<JobSummary, 'state' | 'items' | 'isArchived'>): JobMay {
  return {
    isEnded: isEnded(state),
    pause: state === 'RUNNING',
    resume: state === 'PAUSED' || state === 'INTERRUPTED' || state === 'PLANNED' || state === 'SCHEDULED',
    cancel: !isEnded(state),
    changeRate: !isEnded(state),
    retry: (state === 'PAUSED' || state === 'COMPLETED_WITH_ERRORS') && !isArchived && items.failed + items.held > 0,
    archive: isEnded(state) && !isArchived,
  }
}

/** What follows the first few, while it is not settled; null when there is nothing to say. */
export function canaryWords({ canary, items, outcomes }: Pick<JobSummary, 'canary' | 'items' | 'outcomes'>): { text: string; tone: 'neutral' | 'accent' | 'good' | 'bad' } | null {
  switch (canary) {
    case 'none':
      return null
    case 'sending':
      return { text: 'sending the first few', tone: 'accent' }
    case 'watching':
      return { text: 'watching what becomes of the first few', tone: 'accent' }
    case 'passed':
      return { text: 'first look passed', tone: 'good' }
    case 'failed':
      return { text: `${formatCount(outcomes.bounced)} of the first ${formatCount(items.sent)} came back`, tone: 'bad' }
  }
}

/** `50 records, 80 kB a second`; empty while nothing moves. */
export function currentRateWords({ messagesPerSecond, bytesPerSecond }: JobSummary['currentRate']): string {
  if (messagesPerSecond === 0) return ''
  const records = messagesPerSecond < 10 ? messagesPerSecond.toFixed(1) : formatCount(Math.round(messagesPerSecond))
  return `${records} records, ${rateOfBytes(bytesPerSecond)} a second`
}

/** Sent from each second to the next, out of what had been sent by then. */
export function sentPerSecond(history: readonly { atMs: number; sent: number }[]): number[] {
  return history.slice(1).map(({ atMs, sent }, at) => {
    const before = history[at]!
    return Math.max(0, Math.round(((sent - before.sent) * 1_000) / Math.max(1, atMs - before.atMs)))
  })
}

/** Empty while it stands still: nobody is to count the time of a pause. */
export function tookWords({ state, startedAtMs, endedAtMs }: Pick<JobSummary, 'state' | 'startedAtMs' | 'endedAtMs'>, nowMs: number): string {
  if (startedAtMs === null || (endedAtMs === null && state !== 'RUNNING')) return ''
  const ms = Math.max(0, (endedAtMs ?? nowMs) - startedAtMs)
  return formatDuration(ms < 1_000 ? ms : Math.round(ms / 1_000) * 1_000).replace('about ', '')
}

/** After the end: what is still being watched for. */
export function watchWords({ state, outcomes, items }: Pick<JobSummary, 'state' | 'outcomes' | 'items'>): string | null {
  if (!isEnded(state) || items.sent === 0) return null
  if (outcomes.waiting > 0) return `Watching what becomes of ${counted(outcomes.waiting, 'record')}: not consumed yet, and not come back.`
  if (outcomes.bounced > 0) return `${counted(outcomes.bounced, 'record')} came back to the dead-letter topic.`
  return outcomes.consumed === items.sent ? 'Every record that was sent has been consumed.' : null
}

/** A group that nobody is in consumes nothing: said, not an error. */
export function consumerWords({ consumers }: Pick<JobSummary, 'consumers'>): { text: string; isAlone: boolean }[] {
  return consumers.map(({ group, state, memberCount }) =>
    memberCount === 0 ? { text: `no live member of group ${group}`, isAlone: true } : { text: `${group}: ${state}, ${counted(memberCount, 'member')}`, isAlone: false },
  )
}

/** What an undo that left some has done. */
export const undoneWords = (undone: number): string => (undone === 0 ? 'Nothing was taken back' : `${counted(undone, 'record')} taken back, others not`)

export const MODE_WORDS: Record<JobSummary['mode'], { word: string; meaning: string }> = {
  L: { word: 'exactly once', meaning: 'Records and ledger in one commit of the local broker.' },
  I: { word: 'exactly once', meaning: 'Each record of the source is written here once, in one commit with the ledger.' },
  T: { word: 'exactly once', meaning: 'Kafka transactions that carry the progress with them. Consumers that read uncommitted records may also see those of an aborted batch.' },
  W: { word: 'at least once', meaning: 'Written down before it is sent; what was on the way at a crash is looked up by its mark, or stays in doubt.' },
}
