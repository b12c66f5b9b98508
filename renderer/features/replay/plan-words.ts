// What each step of a plan comes to, in a sentence, and what is to be done next.
import type { PlanSummary, ReplayOptions, ReplayTransform } from '../../../core/contract/replay.ts'
import { formatDuration } from '../../format/durations.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { describeMoment } from '../../format/times.ts'
import { toldTimes } from '../../format/told-times.ts'
import { rateOfBytes } from './rate-scale.ts'

export const STEPS = ['selection', 'target', 'repair', 'pace', 'dry-run', 'confirm'] as const
export type Step = (typeof STEPS)[number]

export const STEP_TITLES: Record<Step, string> = { selection: 'Selection', target: 'Target', repair: 'Repair', pace: 'Pace', 'dry-run': 'Dry run', confirm: 'Confirm' }

/** `todo`: nothing has been said about it yet. */
export type StepMark = 'done' | 'warn' | 'bad' | 'todo'

export interface StepWords {
  text: string
  mark: StepMark
}

export function stepWords(step: Step, summary: PlanSummary, nowMs: number): StepWords {
  switch (step) {
    case 'selection':
      return selectionWords(summary, nowMs)
    case 'target':
      return targetWords(summary)
    case 'repair':
      return repairWords(summary)
    case 'pace':
      return paceWords(summary)
    case 'dry-run':
      return dryRunWords(summary)
    case 'confirm':
      return { text: summary.jobId === null ? summary.undoText : 'Started: it stays as it was sent.', mark: summary.jobId === null ? 'todo' : 'done' }
  }
}

function selectionWords({ itemCount, sizeBytes, oldestMs, newestMs, excluded }: PlanSummary, nowMs: number): StepWords {
  if (itemCount === 0) return { text: ['Nothing is left to replay.', ...excluded.map((one) => leftOutWords(one, nowMs))].join(' '), mark: 'bad' }
  const span = spanWords(oldestMs, newestMs, nowMs)
  const size = `${counted(itemCount, 'record')}, ${formatBytes(sizeBytes)}${span && `, ${span}`}.`
  return { text: [size, ...excluded.filter(({ count }) => count > 0).map((one) => leftOutWords(one, nowMs))].join(' '), mark: 'done' }
}

/** `from 14:03:22 to 14:10:09`, to the second. */
export function spanWords(oldestMs: number | null, newestMs: number | null, nowMs: number): string {
  if (oldestMs === null || newestMs === null) return ''
  const at = (ms: number): string => describeMoment(ms, nowMs).local.replace(/\.\d+$/, '')
  return at(oldestMs) === at(newestMs) ? `from ${at(oldestMs)}` : `from ${at(oldestMs)} to ${at(newestMs)}`
}

const leftOutWords = ({ text, count }: PlanSummary['excluded'][number], nowMs: number): string => `Not sent: ${formatCount(count)}, ${lowerFirst(withoutStop(toldTimes(text, nowMs)))}.`

function targetWords({ targets, options, targetName }: PlanSummary): StepWords {
  const missing = targets.filter(({ isMissing }) => isMissing)
  const there = targets.filter(({ isMissing }) => !isMissing)
  const where = { origin: 'back to', 'first-retry': 'to the first retry topic,', topic: 'to' }[options.target.kind]
  const topics = there.length === 0 ? '' : `${upperFirst(`${where} ${topicList(there)} on ${targetName}`)}, ${PARTITION_WORDS[options.partition]}.`
  const notThere = missing.length === 0 ? '' : `${topicList(missing)} ${missing.length === 1 ? 'does' : 'do'} not exist${topics === '' ? ` on ${targetName}` : ' there'}.`
  if (targets.length === 0) return { text: 'Nowhere yet: choose a topic.', mark: 'bad' }
  return { text: [topics, notThere].filter(Boolean).join(' '), mark: missing.length > 0 ? 'bad' : 'done' }
}

const PARTITION_WORDS: Record<ReplayOptions['partition'], string> = {
  same: 'same partition as before',
  'by-key-murmur2': 'partition by key, as Java clients choose it',
  'by-key-crc32': 'partition by key, as librdkafka chooses it',
  explicit: 'all into one partition',
}

const MOST_NAMED = 3

function topicList(topics: readonly { topic: string; count: number }[]): string {
  if (topics.length === 1) return topics[0]!.topic
  const named = topics.slice(0, MOST_NAMED).map(({ topic, count }) => `${topic} (${formatCount(count)})`)
  return topics.length <= MOST_NAMED ? inWords(named) : `${named.join(', ')} and ${counted(topics.length - MOST_NAMED, 'other topic')}`
}

const inWords = (parts: readonly string[]): string => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`)

function repairWords({ transform, editedCount, options, dialects }: PlanSummary): StepWords {
  const values = { none: editedCount > 0 ? '' : 'Sent as they are.', javascript: 'Each goes through your JavaScript.', 'json-patch': 'Each value is changed by your JSON Patch.' }[transform.kind]
  const edited = editedCount > 0 && `${counted(editedCount, 'record')} edited by hand.`
  return { text: [values, edited, headerWords(options, dialects)].filter(Boolean).join(' '), mark: 'done' }
}

export function headerWords({ headers }: Pick<ReplayOptions, 'headers'>, dialects: PlanSummary['dialects']): string {
  const owned = new Set(dialects.flatMap(({ ownedHeaders }) => ownedHeaders)).size
  if (owned === 0) return 'Headers stay as they are.'
  if (headers === 'keep') return 'Failure headers stay: the application may take them for its own.'
  return headers === 'strip' ? 'Failure headers are taken off.' : 'Failure headers are kept under x-prev-….'
}

function paceWords({ options, itemCount, sizeBytes }: PlanSummary): StepWords {
  const { canary, canaryWaitMs, stopAfterFailures } = options
  const long = lastingMs(options, itemCount, sizeBytes)
  const parts = [
    `${rateWords(options)}${long === null || long < 1_000 ? '' : `: ${roughly(long)}`}.`,
    canary > 0 && canary < itemCount && `First ${formatCount(canary)}, then a look at what becomes of them, up to ${formatDuration(canaryWaitMs)}.`,
    stopAfterFailures === null ? 'Goes on after failures.' : `Stops after ${counted(stopAfterFailures, 'failure')}.`,
  ]
  return { text: parts.filter(Boolean).join(' '), mark: 'done' }
}

export function rateWords({ messagesPerSecond, bytesPerSecond }: Pick<ReplayOptions, 'messagesPerSecond' | 'bytesPerSecond'>): string {
  const parts = [messagesPerSecond !== null && counted(messagesPerSecond, 'record'), bytesPerSecond !== null && rateOfBytes(bytesPerSecond)].filter(Boolean)
  return parts.length === 0 ? 'As fast as it goes' : `At most ${parts.join(' and ')} a second`
}

/** How long sending takes at least at that rate; null = nobody knows, it is not limited. */
export function lastingMs({ messagesPerSecond, bytesPerSecond }: Pick<ReplayOptions, 'messagesPerSecond' | 'bytesPerSecond'>, records: number, bytes: number): number | null {
  const seconds = [messagesPerSecond === null ? null : records / messagesPerSecond, bytesPerSecond === null ? null : bytes / bytesPerSecond].filter((time) => time !== null)
  return seconds.length === 0 ? null : Math.round(Math.max(...seconds) * 1_000)
}

const roughly = (ms: number): string => `about ${formatDuration(Math.round(ms / 1_000) * 1_000).replace('about ', '')}`

function dryRunWords({ dryRun, jobId }: PlanSummary): StepWords {
  if (dryRun === null) return { text: 'Not run yet. It checks everything and sends nothing.', mark: 'todo' }
  const text = verdictWords(dryRun)
  if (!dryRun.isCurrent && jobId === null) return { text: `Out of date: it said ${lowerFirst(text)}`, mark: 'todo' }
  return { text, mark: dryRun.problems > 0 ? 'bad' : dryRun.warnings > 0 ? 'warn' : 'done' }
}

export function verdictWords({ ready, warnings, skipped, problems }: NonNullable<PlanSummary['dryRun']>): string {
  const parts = [
    (ready > 0 || warnings + skipped + problems === 0) && `${formatCount(ready)} ready`,
    warnings > 0 && `${formatCount(warnings)} with a warning`,
    skipped > 0 && `${formatCount(skipped)} left out`,
    problems > 0 && `${formatCount(problems)} cannot be sent`,
  ].filter((part) => part !== false)
  return `${parts.join(', ')}.`
}

/** So many will be sent: what the dry run lets through, or all as long as nobody has looked. */
export function sendableCount({ dryRun, itemCount }: Pick<PlanSummary, 'dryRun' | 'itemCount'>): number {
  return dryRun?.isCurrent ? dryRun.ready + dryRun.warnings : itemCount
}

/** How many records delete their key for good: null values that go to a compacted topic. */
export function keysDeleted({ dryRun }: Pick<PlanSummary, 'dryRun'>): number {
  return dryRun?.findings.reduce((sum, { code, count }) => sum + (code === 'tombstone-compacted' ? count : 0), 0) ?? 0
}

/** `3 records delete their key`. */
export const deletesWords = (count: number): string => `${counted(count, 'record')} ${count === 1 ? 'deletes its' : 'delete their'} key`

export type NextAct =
  | { kind: 'dry-run' }
  /** To the step where it is started. */
  | { kind: 'confirm'; count: number }
  | { kind: 'open-job'; jobId: string }
  | { kind: 'none'; why: string }

export function nextAct(summary: PlanSummary): NextAct {
  if (summary.jobId !== null) return { kind: 'open-job', jobId: summary.jobId }
  if (summary.itemCount === 0) return { kind: 'none', why: 'There is nothing to replay.' }
  if (!summary.dryRun?.isCurrent) return { kind: 'dry-run' }
  const count = sendableCount(summary)
  return count > 0 ? { kind: 'confirm', count } : { kind: 'none', why: 'Nothing of it can be sent as it is.' }
}

export const transformName = (transform: ReplayTransform): string => ({ none: 'none', javascript: 'JavaScript', 'json-patch': 'JSON Patch' })[transform.kind]

const withoutStop = (text: string): string => text.replace(/\.$/, '')
const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
/** Not where the word is a name: `ORDERS` stays. */
const lowerFirst = (text: string): string => (/^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text)
