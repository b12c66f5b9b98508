// Dead letters as the core tells of them, for tests: everything filled in, and each test changes what it is about.
import type { FailureCase, FailureGroup, FailureRow, IndexEvent, RecognisedTopic, Timeline } from '../../../../core/contract/dead-letters.ts'

export const row = (change: Partial<FailureRow> = {}): FailureRow => ({
  key: { topic: 'orders-dlt', topicId: 'id', partition: 0, offset: 17n },
  dialect: 'spring-dlpr',
  fingerprint: 'f1',
  class: 'com.acme.PaymentDeclinedException',
  message: 'Card declined',
  origin: { topic: 'orders', partition: 0, offset: 3n, timestampMs: 1_000 },
  group: 'billing',
  attempts: 3,
  atMs: 5_000,
  timeQuality: 'exact',
  keyText: 'o-1',
  sizeBytes: 200,
  replayCount: 0,
  state: 'new',
  isGone: false,
  payloadSource: 'dlq',
  issueCount: 0,
  transaction: null,
  ...change,
})

export const group = (change: Partial<FailureGroup> = {}): FailureGroup => ({
  fingerprint: 'f1',
  class: 'com.acme.PaymentDeclinedException',
  message: 'Card declined',
  maskedMessage: 'Card declined',
  count: 3,
  newCount: 3,
  firstSeenMs: 1_000,
  lastSeenMs: 5_000,
  trend: [0, 1, 2],
  trendFromMs: 0,
  trendStepMs: 60_000,
  topics: [{ topic: 'orders-dlt', count: 3 }],
  consumerGroups: ['billing'],
  originTopics: ['orders'],
  partitions: [{ partition: 0, count: 3 }],
  attempts: { p50: 3, max: 3 },
  replayedCount: 0,
  bouncedCount: 0,
  resolvedCount: 0,
  note: '',
  merged: [],
  ...change,
})

export const topic = (name: string, change: Partial<RecognisedTopic> = {}): RecognisedTopic => ({
  topic: name,
  topicId: `id of ${name}`,
  role: 'dlq',
  confidence: 'confirmed',
  dialect: 'spring-dlpr',
  dialectName: 'Spring for Apache Kafka',
  originTopics: [],
  groups: [],
  delayMs: null,
  evidence: [],
  partitionCount: 1,
  recordCount: 10n,
  error: null,
  ...change,
})

export const indexed = (name: string, change: Partial<IndexEvent['topics'][number]> = {}): IndexEvent['topics'][number] => ({
  topic: name,
  known: 5,
  newSinceVisit: 2,
  oldestMs: 1_000,
  newestMs: 5_000,
  scannedOffsets: 5,
  totalOffsets: 5,
  isComplete: true,
  closing: '',
  error: null,
  ...change,
})

export const timeline = (counts: readonly (readonly number[])[], change: Partial<Timeline> = {}): Timeline => ({
  fromMs: 1_000,
  stepMs: 100,
  series: counts.map((of, index) => ({ fingerprint: `f${index}`, label: `f${index}`, counts: [...of], uncertain: of.map(() => 0) })),
  marks: [],
  ...change,
})

export const hop = (change: Partial<FailureCase['hops'][number]>): FailureCase['hops'][number] => ({
  topic: 'orders',
  partition: 0,
  offset: 3n,
  atMs: null,
  dueAtMs: null,
  attempt: null,
  ...change,
})
