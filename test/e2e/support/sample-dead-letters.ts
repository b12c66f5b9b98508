// Dead letters as plain data: flows, groups, a list and one case whose record has changed since, and the procedures that answer with them.
import type { DeadLetterFlow, FailureCase, FailureGroup, FailureRow, IndexEvent, PurgePreview, RecognisedTopic, Timeline, TopicMapping, UserDialect } from '../../../core/contract/dead-letters.ts'
import type { Implementer } from './fake-router.ts'
import type { FakeState } from './fake-state.ts'
import { once } from './sample-retries.ts'

export interface FakeDeadLetters {
  flows: DeadLetterFlow[]
  index: IndexEvent['topics']
  groups: FailureGroup[]
  rows: FailureRow[]
  /** What the case of a row has beyond its row. */
  of: Omit<FailureCase, 'row'>
  timeline: Timeline
  purge: PurgePreview
  mappings: TopicMapping[]
  own: UserDialect[]
}

const TOPIC = 'orders-dlt'

const recognised = (topic: string, change: Partial<RecognisedTopic> = {}): RecognisedTopic => ({
  topic,
  topicId: `id of ${topic}`,
  role: 'dlq',
  confidence: 'confirmed',
  dialect: 'spring-retry',
  dialectName: 'Spring @RetryableTopic',
  originTopics: ['orders'],
  groups: ['billing'],
  delayMs: null,
  evidence: [
    { kind: 'headers', text: '50 of 50 newest records carry headers of Spring @RetryableTopic, from "orders".' },
    { kind: 'name', text: 'The name looks like a dead-letter topic of "orders".' },
  ],
  partitionCount: 3,
  recordCount: 712n,
  error: null,
  ...change,
})

const indexed = (topic: string, known: number, change: Partial<IndexEvent['topics'][number]> = {}): IndexEvent['topics'][number] => ({
  topic,
  known,
  newSinceVisit: 0,
  oldestMs: Date.now() - 7_200_000,
  newestMs: Date.now() - 60_000,
  scannedOffsets: known,
  totalOffsets: known,
  isComplete: true,
  closing: `Read all ${known} records.`,
  error: null,
  ...change,
})

const group = (fingerprint: string, name: string, message: string, count: number, change: Partial<FailureGroup> = {}): FailureGroup => ({
  fingerprint,
  class: name,
  message,
  maskedMessage: message,
  count,
  newCount: count,
  firstSeenMs: Date.now() - 7_200_000,
  lastSeenMs: Date.now() - 60_000,
  trend: Array.from({ length: 24 }, (_, step) => (step * count) % 7),
  trendFromMs: Date.now() - 7_200_000,
  trendStepMs: 300_000,
  topics: [{ topic: TOPIC, count }],
  consumerGroups: ['billing'],
  originTopics: ['orders'],
  partitions: [0, 1, 2].map((partition) => ({ partition, count: Math.floor(count / 3) })),
  attempts: { p50: 3, max: 4 },
  replayedCount: 0,
  bouncedCount: 0,
  resolvedCount: 0,
  note: '',
  merged: [],
  ...change,
})

function rows(count: number): FailureRow[] {
  const states = ['new', 'new', 'acknowledged', 'bounced'] as const
  return Array.from({ length: count }, (_, index): FailureRow => ({
    key: { topic: TOPIC, topicId: `id of ${TOPIC}`, partition: index % 3, offset: BigInt(900 - index) },
    dialect: 'spring-retry',
    fingerprint: 'timeout',
    class: 'java.net.SocketTimeoutException',
    message: `Read timed out for order ${8_000 + index}`,
    origin: { topic: 'orders', partition: index % 3, offset: BigInt(8_841 - index), timestampMs: Date.now() - 600_000 },
    group: 'billing',
    attempts: index % 5 === 4 ? null : 3,
    atMs: Date.now() - 60_000 * (index + 1),
    timeQuality: index % 4 === 3 ? 'unknown' : 'exact',
    keyText: index % 9 === 8 ? null : `o-${1_042 + index}`,
    sizeBytes: 1_204,
    replayCount: 0,
    state: states[index % 4]!,
    isGone: index % 11 === 10,
    payloadSource: index % 7 === 6 ? 'pointer' : 'dlq',
    issueCount: index % 8 === 7 ? 1 : 0,
    transaction: index % 13 === 12 ? 'aborted' : null,
  }))
}

const frame = (text: string, isApplication = false): FailureCase['causes'][number]['frames'][number] => ({ text: `\tat ${text}`, isApplication })

const theCase = (): FakeDeadLetters['of'] => ({
  error: {
    class: 'org.springframework.kafka.listener.ListenerExecutionFailedException',
    rootClass: 'java.net.SocketTimeoutException',
    message: 'Listener method threw exception',
    rootMessage: 'Read timed out for order 8000',
    stack: 'org.springframework.kafka.listener.ListenerExecutionFailedException: Listener method threw exception',
    side: null,
    reason: 'exception',
  },
  causes: [
    { title: 'org.springframework.kafka.listener.ListenerExecutionFailedException: Listener method threw exception', frames: [frame('org.springframework.kafka.A.b(A.java:1)'), frame('java.base/java.lang.Thread.run(Thread.java:1583)')] },
    {
      title: 'Caused by: java.net.SocketTimeoutException: Read timed out for order 8000',
      frames: [frame('java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)'), frame('com.acme.billing.Gateway.charge(Gateway.java:118)', true), frame('java.base/a.B.c(B.java:1)'), frame('java.base/a.B.d(B.java:2)')],
    },
  ],
  component: 'billing-listener',
  stage: null,
  attemptsSource: 'header',
  hops: [
    { topic: 'orders', partition: 0, offset: 8_841n, atMs: Date.now() - 600_000, dueAtMs: Date.now() - 599_000, attempt: 1 },
    { topic: 'orders-retry-1000', partition: null, offset: null, atMs: Date.now() - 590_000, dueAtMs: null, attempt: 2 },
  ],
  firstFailureAtMs: Date.now() - 600_000,
  lastFailureAtMs: Date.now() - 60_000,
  decodeIssues: ['retry_topic-attempts has 3 bytes where a number has 4.'],
  ownedHeaders: ['retry'],
  origin: { state: 'different', text: 'The record that failed is still there, and its value differs.', place: { topic: 'orders', partition: 0, offset: 8_841n } },
  superseded: { offset: 8_850n, timestampMs: Date.now() - 30_000 },
  occurrences: rows(2),
  siblings: rows(3),
  history: [
    { atMs: Date.now() - 50_000, text: 'Replayed by replay 14 to orders-0 @ 8870.', jobId: 'job-14' },
    { atMs: Date.now() - 40_000, text: 'It came back: orders-dlt-0 @ 900.', jobId: 'job-14' },
  ],
  note: 'The gateway was down from 14:02 to 14:40.',
})

function timeline(groups: readonly FailureGroup[]): Timeline {
  const steps = Array.from({ length: 40 }, (_, step) => step)
  return {
    fromMs: Date.now() - 7_200_000,
    stepMs: 180_000,
    series: groups.map(({ fingerprint, class: label }, place) => ({
      fingerprint,
      label: label ?? 'Unknown error',
      counts: steps.map((step) => ((step + place) % 6 === 0 ? 4 - place : 0)),
      uncertain: steps.map((step) => (place === 2 && step % 6 === 4 ? 1 : 0)),
    })),
    marks: [{ atMs: Date.now() - 3_600_000, kind: 'replay', text: 'Replay 14', jobId: 'job-14' }],
  }
}

export function someDeadLetters(): FakeDeadLetters {
  const groups = [
    group('timeout', 'java.net.SocketTimeoutException', 'Read timed out for order <n>', 412, { newCount: 12, bouncedCount: 3, note: 'Gateway' }),
    group('declined', 'com.acme.billing.CardDeclinedException', 'Card declined: insufficient_funds', 210, { merged: ['declined-2'] }),
    group('json', 'com.fasterxml.jackson.core.JsonParseException', 'Unrecognized token <str>: was expecting JSON', 90),
  ]
  return {
    flows: [
      { source: 'orders', retries: [recognised('orders-retry-1000', { role: 'retry', delayMs: 1_000, recordCount: 40n })], deadLetters: [recognised(TOPIC)] },
      { source: null, retries: [], deadLetters: [recognised('payments-errors', { confidence: 'likely', dialect: null, dialectName: null, originTopics: [], evidence: [{ kind: 'name', text: 'The name looks like one of errors.' }] })] },
    ],
    index: [indexed(TOPIC, 712, { newSinceVisit: 12 }), indexed('payments-errors', 4)],
    groups,
    rows: rows(60),
    of: theCase(),
    timeline: timeline(groups),
    purge: { topic: TOPIC, partitions: [{ partition: 0, startOffset: 0n, beforeOffset: 901n }], records: 901, unresolved: 3, unresolvedSample: rows(3), refusal: null, token: 'token' },
    mappings: [{ id: '1', pattern: '/^payments-err/', role: 'dlq', dialect: null, originTopic: 'payments', group: null }],
    own: [{ id: 'user:1', name: 'In-house', newest: 'last', fields: [{ header: 'x-error', field: 'message', encoding: 'utf8', path: null }], owned: [], payload: 'full', recordTime: 'failure' }],
  }
}

export function noDeadLetters(): FakeDeadLetters {
  return { ...someDeadLetters(), flows: [], index: [], groups: [], rows: [], timeline: { fromMs: 0, stepMs: 1_000, series: [], marks: [] }, mappings: [], own: [] }
}

export function deadLettersOf(os: Implementer['deadLetters'], state: Pick<FakeState, 'deadLetters'>) {
  const fake = (): FakeDeadLetters => state.deadLetters
  const rowAt = (offset: bigint): FailureRow => fake().rows.find(({ key }) => key.offset === offset) ?? fake().rows[0]!
  const ok = () => ({})
  return {
    recognise: os.recognise.handler(() => ({ flows: fake().flows, lookedFor: { patterns: ['orders-dlt', 'orders.DLT', 'orders-dlq'], dialects: ['Spring for Apache Kafka', 'Kafka Connect'] }, topicCount: 3, readAtMs: Date.now() })),
    recogniseTopic: os.recogniseTopic.handler(({ input }) => recognised(input.topic, { role: 'none' })),
    mappings: os.mappings.handler(() => fake().mappings),
    setMapping: os.setMapping.handler(({ input }) => [...fake().mappings, input.mapping]),
    removeMapping: os.removeMapping.handler(() => []),
    dialects: os.dialects.handler(() => ({ builtIn: [{ id: 'spring-retry', name: 'Spring @RetryableTopic', headers: ['retry_topic-attempts'] }], own: fake().own })),
    setDialect: os.setDialect.handler(({ input }) => [input]),
    removeDialect: os.removeDialect.handler(() => []),
    previewDialect: os.previewDialect.handler(() => ({ rows: fake().rows.slice(0, 3).map((row) => ({ row, issues: ['x-tries is no number: "many".'], headers: [{ name: 'x-error', text: 'boom' }] })), signature: 0.5 })),
    index: os.index.handler(({ signal }) => once({ topics: fake().index, version: 1, isUpToDate: fake().index.every(({ isComplete }) => isComplete) }, signal)),
    rebuild: os.rebuild.handler(ok),
    groups: os.groups.handler(() => ({ groups: fake().groups, total: fake().groups.reduce((sum, { count }) => sum + count, 0), version: 1 })),
    timeline: os.timeline.handler(() => fake().timeline),
    list: os.list.handler(() => ({ rows: fake().rows, cursor: null, total: fake().rows.length, version: 1 })),
    case: os.case.handler(({ input }) => ({ row: rowAt(input.key.offset), ...fake().of })),
    setState: os.setState.handler(({ input }) => ({ changed: input.select.kind === 'keys' ? input.select.keys.length : 1 })),
    setNote: os.setNote.handler(ok),
    setCaseNote: os.setCaseNote.handler(ok),
    merge: os.merge.handler(ok),
    split: os.split.handler(ok),
    markVisited: os.markVisited.handler(ok),
    purgePreview: os.purgePreview.handler(() => fake().purge),
    purge: os.purge.handler(() => ({ partitions: [{ partition: 0, startOffset: 901n, error: null }] })),
  }
}
