// Which dead letters are shown: what a person has narrowed the centre down to, as the contract asks for it and as chips that can be taken off.
import type { FailureFilter, TriageState } from '../../../core/contract/dead-letters.ts'
import { counted } from '../../format/numbers.ts'
import { describeMoment } from '../../format/times.ts'
import { CLOSED_STATES, OPEN_STATES } from './failure-words.ts'

export type Openness = 'open' | 'closed' | 'all'

/** All texts: what is being typed need not be valid yet. */
export interface FilterFields {
  text: string
  originTopic: string
  originPartition: string
  group: string
  class: string
  key: string
  header: string
  payload: string
  minAttempts: string
  minReplayCount: string
  fromMs: number | null
  untilMs: number | null
  openness: Openness
  isPointerOnly: boolean
  hasIssues: boolean
  includeGone: boolean
  includeAborted: boolean
}

export const NO_FILTER: FilterFields = {
  text: '',
  originTopic: '',
  originPartition: '',
  group: '',
  class: '',
  key: '',
  header: '',
  payload: '',
  minAttempts: '',
  minReplayCount: '',
  fromMs: null,
  untilMs: null,
  openness: 'open',
  isPointerOnly: false,
  hasIssues: false,
  includeGone: false,
  includeAborted: false,
}

const STATES_OF: Record<Openness, readonly TriageState[] | undefined> = { open: OPEN_STATES, closed: CLOSED_STATES, all: undefined }

/** undefined = all of them. */
export const statesOf = (openness: Openness): readonly TriageState[] | undefined => STATES_OF[openness]

/** Without what is not asked for: the same filter is the same question. */
export function filterOf(fields: FilterFields, fingerprints?: readonly string[]): FailureFilter {
  const states = statesOf(fields.openness)
  return without({
    fingerprints: fingerprints && [...fingerprints],
    states: states && [...states],
    text: textOf(fields.text),
    originTopic: textOf(fields.originTopic),
    originPartition: wholeOf(fields.originPartition),
    group: textOf(fields.group),
    class: textOf(fields.class),
    key: textOf(fields.key),
    header: textOf(fields.header),
    payload: isPayloadQuestion(fields.payload) ? fields.payload.trim() : undefined,
    minAttempts: wholeOf(fields.minAttempts),
    minReplayCount: wholeOf(fields.minReplayCount),
    fromMs: fields.fromMs ?? undefined,
    untilMs: fields.untilMs ?? undefined,
    isPointerOnly: fields.isPointerOnly || undefined,
    hasIssues: fields.hasIssues || undefined,
    includeGone: fields.includeGone || undefined,
    includeAborted: fields.includeAborted || undefined,
  })
}

const textOf = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())
const wholeOf = (text: string): number | undefined => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined)

function without<T extends object>(filter: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as { [Name in keyof T]?: Exclude<T[Name], undefined> }
}

/** `customer.id = 42`: a path, a comparison, a value. Asked only once it is whole, because it reads payloads. */
export const isPayloadQuestion = (text: string): boolean => /^\s*\S.*?(?:!=|>=|<=|=|>|<|~)\s*\S/.test(text)

/** What is wrong with what was typed; null where nothing is. */
export function fieldProblem(name: keyof FilterFields, fields: FilterFields): string | null {
  if (name === 'payload' && fields.payload.trim() !== '' && !isPayloadQuestion(fields.payload)) return 'Write a path, a comparison and a value: customer.id = 42'
  if ((name === 'originPartition' || name === 'minAttempts' || name === 'minReplayCount') && fields[name].trim() !== '' && wholeOf(fields[name]) === undefined)
    return 'Not a whole number'
  return null
}

export interface Chip {
  name: string
  label: string
  /** The filter without it. */
  without: Partial<FilterFields>
}

const TEXT_CHIPS: readonly [keyof FilterFields, string][] = [
  ['originTopic', 'from topic'],
  ['originPartition', 'from partition'],
  ['group', 'group'],
  ['class', 'class'],
  ['key', 'key contains'],
  ['header', 'header'],
  ['payload', 'payload'],
  ['minAttempts', 'attempts at least'],
  ['minReplayCount', 'replays at least'],
]

const FLAG_CHIPS: readonly [keyof FilterFields, string][] = [
  ['isPointerOnly', 'pointer only'],
  ['hasIssues', 'undecodable headers'],
  ['includeGone', 'also those gone from the log'],
  ['includeAborted', 'also aborted ones'],
]

/** Everything that narrows or widens, but for the text and the states, which have controls of their own in sight. */
export function chipsOf(fields: FilterFields, nowMs: number): Chip[] {
  const chips: Chip[] = []
  if (fields.fromMs !== null || fields.untilMs !== null) chips.push({ name: 'time', label: timeWords(fields, nowMs), without: { fromMs: null, untilMs: null } })
  for (const [name, words] of TEXT_CHIPS) if (String(fields[name]).trim() !== '') chips.push({ name, label: `${words} ${String(fields[name]).trim()}`, without: { [name]: '' } })
  for (const [name, words] of FLAG_CHIPS) if (fields[name] === true) chips.push({ name, label: words, without: { [name]: false } })
  return chips
}

function timeWords({ fromMs, untilMs }: Pick<FilterFields, 'fromMs' | 'untilMs'>, nowMs: number): string {
  const from = fromMs === null ? null : shortTime(fromMs, nowMs)
  const until = untilMs === null ? null : shortTime(untilMs, nowMs)
  if (from === null) return `before ${until}`
  return until === null ? `since ${from}` : `${from} to ${until}`
}

const shortTime = (ms: number, nowMs: number): string => describeMoment(ms, nowMs).local.replace(/\.\d{3}$/, '')

export const isNarrowed = (fields: FilterFields): boolean => fields.text.trim() !== '' || fields.openness !== 'open' || chipsOf(fields, 0).length > 0

/** `No open failure has “timeout” in its class, message or stack.` */
export function nothingWords(fields: FilterFields): string {
  const which = fields.openness === 'all' ? 'No dead letter' : `No ${fields.openness} dead letter`
  const more = chipsOf(fields, 0).length
  const text = fields.text.trim() === '' ? '' : ` has “${fields.text.trim()}” in its class, message or stack`
  if (more === 0) return `${which}${text === '' ? ' here' : text}.`
  return `${which}${text}${text === '' ? '' : ' and'} meets ${more === 1 ? 'the filter' : `the ${counted(more, 'filter')}`}.`
}
