// kafkajs-async-retry: one header of JSON with topic, due time and attempt, which is not renewed on the way to the dead-letter topic.
import type { FailureHop, RawRecord } from '../failure.ts'
import { readTopicName } from '../recognise/topic-names.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'

const HEADER = 'asyncRetry'
/** More are somebody's mistake. */
const MAX_TIERS = 100
const GROUP_TOPIC = /^(.+?)-(?:dlq|retry(?:-\d+(?:ms|s|m|h)?)?)$/

export const kafkajsAsyncRetry: FailureDialect = {
  id: 'kafkajs-async-retry',
  name: 'kafkajs-async-retry',
  newest: 'last',
  headers: ['asyncRetry'],
  payload: 'full',
  recordTime: 'failure',
  signature: (headers) => (headers.has(HEADER) ? 1 : 0),
  decode: (fields, record) => ({
    ...attemptsOf(fields, record),
    // Its topics are named by the consumer group.
    ...defined<{ group?: string }>({ group: GROUP_TOPIC.exec(record.topic)?.[1] }),
    error: {},
  }),
  owned: (name) => name === HEADER,
}

function attemptsOf(fields: HeaderFields, record: RawRecord): Omit<DialectReading, 'error'> {
  const { top, ttl, att } = headerOf(fields)
  const isRetry = readTopicName(record.topic)?.role === 'retry'
  const origin: FailureHop[] = top === undefined ? [] : [{ topic: top }]
  return {
    places: [...origin, ...tiersOf(isRetry ? (att ?? 1) - 1 : (att ?? 0), isRetry ? undefined : ttl)],
    isRetry: isRetry && ttl !== undefined,
    ...defined<Pick<DialectReading, 'attempts' | 'dueAt'>>({ attempts: att === undefined ? undefined : isRetry ? att : att + 1, dueAt: isRetry ? ttl : undefined }),
  }
}

/** One per attempt that was made after the first; the header tells of the last only. */
function tiersOf(count: number, dueAt: number | undefined): FailureHop[] {
  return Array.from({ length: Math.min(count, MAX_TIERS) }, (_, index) => defined<FailureHop>({ topic: '', attempt: index + 2, dueAt: index === count - 1 ? dueAt : undefined }))
}

function headerOf(fields: HeaderFields): { top?: string; ttl?: number; att?: number } {
  const text = fields.text(HEADER)
  if (text === undefined) return {}
  const value = parsed(text)
  if (value === null) {
    fields.issue(HEADER, 'is not a JSON object')
    return {}
  }
  return {
    ...(typeof value['top'] === 'string' && value['top'] !== '' ? { top: value['top'] } : {}),
    ...(isCount(value['ttl']) ? { ttl: value['ttl'] } : {}),
    ...(isCount(value['att']) ? { att: value['att'] } : {}),
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
