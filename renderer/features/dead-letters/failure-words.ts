// What a failure and its circumstances are called: short for a row, in full for a hover or a case.
import type { FailureKey, FailureRow, RecognisedTopic, TriageState } from '../../../core/contract/dead-letters.ts'
import { counted } from '../../format/numbers.ts'

/** `com.acme.PaymentDeclinedException` is `PaymentDeclinedException`; `Go::Error`, `pkg/errors.Timeout` and the like keep their last part too. */
export function shortClass(name: string | null): string {
  if (name === null || name === '') return 'Unknown error'
  const last = name.split(/[.:/\\$]+/).findLast((part) => part !== '')
  return last ?? name
}

export const keyId = ({ topic, partition, offset }: Pick<FailureKey, 'topic' | 'partition' | 'offset'>): string => `${topic}:${partition}:${offset}`

export const placeText = ({ topic, partition, offset }: { topic: string; partition: number | null; offset: bigint | null }): string =>
  `${topic}${partition === null ? '' : `-${partition}`}${offset === null ? '' : ` @ ${offset}`}`

interface StateWords {
  label: string
  tone: 'neutral' | 'accent' | 'good' | 'warn' | 'bad'
  meaning: string
}

export const STATES: Record<TriageState, StateWords> = {
  new: { label: 'new', tone: 'accent', meaning: 'Nobody has done anything about it yet.' },
  acknowledged: { label: 'seen', tone: 'neutral', meaning: 'Somebody has acknowledged it.' },
  replayed: { label: 'replayed', tone: 'warn', meaning: 'It was sent again; whether it was consumed is not known yet.' },
  bounced: { label: 'came back', tone: 'bad', meaning: 'It was sent again and has failed again.' },
  consumed: { label: 'consumed', tone: 'good', meaning: 'It was sent again and its group has read past it.' },
  resolved: { label: 'resolved', tone: 'good', meaning: 'Somebody says that nothing is left to do.' },
  parked: { label: 'parked', tone: 'neutral', meaning: 'Set aside for later.' },
  ignored: { label: 'ignored', tone: 'neutral', meaning: 'Somebody says that it does not matter.' },
}

export const OPEN_STATES: readonly TriageState[] = ['new', 'acknowledged', 'replayed', 'bounced']
export const CLOSED_STATES: readonly TriageState[] = ['consumed', 'resolved', 'parked', 'ignored']

export const CONFIDENCE: Record<RecognisedTopic['confidence'], { label: string; meaning: string }> = {
  user: { label: 'your rule', meaning: 'A rule of yours says so.' },
  confirmed: { label: 'confirmed', meaning: 'Its records, its configs or a retry policy say so.' },
  likely: { label: 'likely', meaning: 'Only its name says so: nothing that deletes is offered on that ground.' },
}

export const EVIDENCE: Record<RecognisedTopic['evidence'][number]['kind'], string> = {
  user: 'Your rule',
  config: 'Config',
  policy: 'Retry policy',
  headers: 'Headers',
  name: 'Name',
}

export const ROLES: Record<RecognisedTopic['role'], string> = { dlq: 'Dead letters', retry: 'Retry', main: 'Source', none: 'None of these' }

const NO_DIALECT = 'unknown'

/** What the time of a row is, where it is not when the failure happened. */
export function timeNote({ timeQuality, dialect }: Pick<FailureRow, 'timeQuality' | 'dialect'>): string | null {
  if (timeQuality === 'exact') return null
  if (timeQuality === 'derived') return 'Reckoned from when it was due to be tried again.'
  if (dialect === NO_DIALECT) return 'When it failed is not known: its headers do not say. This is the time that the record carries.'
  return 'When it failed is not known: this is the time of the original record, which its dead letter keeps.'
}

const ATTEMPT_SOURCES = { header: 'as its headers say', 'delivery-count': 'as the share group counted', hops: 'by the topics it went through' } as const

export const attemptsNote = (source: keyof typeof ATTEMPT_SOURCES | null): string => (source === null ? '' : ATTEMPT_SOURCES[source])

const REASONS = {
  rejected: 'The consumer rejected it.',
  'delivery-limit': 'It was delivered as often as its group allows.',
  exception: 'Processing it threw an exception.',
  expired: 'It was too old.',
  unknown: null,
} as const

export const reasonText = (reason: keyof typeof REASONS | null): string | null => (reason === null ? null : REASONS[reason])

/** Why a record can be looked at only; null where it can be sent again. */
export function whyNotSendable({ isGone, transaction }: Pick<FailureRow, 'isGone' | 'transaction'>): string | null {
  if (isGone) return 'Retention or a purge has taken its record from the log.'
  return transaction === 'aborted' ? 'Its transaction was aborted: no consumer of committed records ever saw it.' : null
}

/** `Marked 3 dead letters resolved`. */
export const markedWords = (changed: number, state: TriageState): string => `Marked ${counted(changed, 'dead letter')} ${STATES[state].label}`
