// The demo: 500 records of orders, payments, their retries and dead letters over the last two hours, and groups that have read some of them.
import { type Random, seededRandom } from '../base/random.ts'
import type { Commit } from '../client/admin/commit-offsets.ts'
import { partitionForKey } from '../client/partitioner.ts'
import { deadLetterHeaders, type Failure, type Hop, type Origin, retryHeaders } from './demo-failures.ts'
import type { DemoRecord, PlacedRecord, RecordHeader } from './demo-record.ts'
import { largeOrderOf, type Order, orderJson, orderOf, paymentJson, pick } from './demo-values.ts'

export interface DemoTopic {
  readonly name: string
  readonly partitionCount: number
  /** In the order of time, and so of offsets in each partition. */
  readonly records: readonly PlacedRecord[]
}

export interface DemoFlow {
  readonly topics: readonly DemoTopic[]
  readonly groups: readonly { readonly groupId: string; readonly commits: readonly Commit[] }[]
}

const ORDERS = 'demo.orders'
const PAYMENTS = 'demo.payments'
const RETRY_0 = 'demo.payments-retry-0'
const RETRY_1 = 'demo.payments-retry-1'
const DEAD_LETTERS = 'demo.payments-dlt'
export const DEMO_TOPICS = [ORDERS, PAYMENTS, RETRY_0, RETRY_1, DEAD_LETTERS] as const

const PAYMENTS_SERVICE = 'demo.payments-service'
const BILLING = 'demo.billing'
const FRAUD_CHECK = 'demo.fraud-check'
export const DEMO_GROUPS = [PAYMENTS_SERVICE, BILLING, FRAUD_CHECK] as const

const ORDER_COUNT = 76
const REFUND_COUNT = 17
const FIRST_RETRIES = 40
const SECOND_RETRIES = 26
const LADDER_DEAD_LETTERS = 14
const PLAIN_DEAD_LETTERS = 10
const STUCK_PARTITION = 2

/** The last byte of a JSON object that is whole. */
const CLOSING_BRACE = 0x7d

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
/** Old enough for all of its retries to have come and gone. */
const LADDER_MS = 20 * MINUTE_MS

const FAILURES: readonly Failure[] = [
  { cause: 'java.net.SocketTimeoutException', message: 'Read timed out', listener: 'public void com.example.payments.PaymentsListener.onPayment(com.example.payments.Payment)' },
  { cause: 'com.example.payments.gateway.CardDeclinedException', message: 'Card declined: insufficient_funds', listener: 'public void com.example.payments.PaymentsListener.onPayment(com.example.payments.Payment)' },
  { cause: 'org.springframework.web.client.HttpServerErrorException$ServiceUnavailable', message: '503 Service Unavailable from POST https://gateway.example.com/v2/charges', listener: 'public void com.example.payments.PaymentsListener.onPayment(com.example.payments.Payment)' },
]
const FRAUD_FAILURE: Failure = {
  cause: 'java.lang.IllegalStateException',
  message: 'No risk profile for this customer',
  listener: 'public void com.example.fraud.FraudListener.check(com.example.payments.Payment)',
}

interface Placed extends Order {
  readonly atMs: number
}

/** The same for the same seed, but for the times, which are counted from `nowMs`. */
export function demoFlow(nowMs: number, seed = 20_260_101): DemoFlow {
  const random = seededRandom(seed)
  const orders = Array.from({ length: ORDER_COUNT }, (_, i): Placed => ({ ...orderOf(i, random), atMs: orderTime(nowMs, i, random) }))
  const placedOrders = place([...orders.flatMap((order) => orderEvents(order, random)), ...oddities(orders, nowMs, random)], 6, random)
  const payments = place([...paymentEvents(orders, random), poison(orders)], 3, random)
  const { retry0, retry1, deadLetters } = failuresOf(payments, nowMs, random)
  const topics: DemoTopic[] = [
    { name: ORDERS, partitionCount: 6, records: placedOrders },
    { name: PAYMENTS, partitionCount: 3, records: payments },
    { name: RETRY_0, partitionCount: 3, records: placeBeside(retry0) },
    { name: RETRY_1, partitionCount: 3, records: placeBeside(retry1) },
    { name: DEAD_LETTERS, partitionCount: 3, records: placeBeside(deadLetters) },
  ]
  return { topics, groups: groupsOf(topics[0]!, topics[1]!) }
}

/** Spread over the time from two hours ago to a quarter of an hour ago, so that what follows an order has happened too. */
function orderTime(nowMs: number, index: number, random: Random): number {
  const spanMs = 103 * MINUTE_MS
  return nowMs - 118 * MINUTE_MS + Math.floor((index / ORDER_COUNT) * spanMs) + random.below(40 * SECOND_MS)
}

function orderEvents(order: Placed, random: Random): DemoRecord[] {
  const paidMs = order.atMs + 8 * SECOND_MS + random.below(90 * SECOND_MS)
  const shippedMs = paidMs + 3 * MINUTE_MS + random.below(9 * MINUTE_MS)
  return [
    ['PLACED', order.atMs] as const,
    ['PAID', paidMs] as const,
    ['SHIPPED', shippedMs] as const,
  ].map(([status, atMs]) => jsonRecord(order, orderJson(order, status, atMs), atMs, random))
}

/** What every topic in real life has a few of: tombstones, nothing at all, other formats, and something far too large. */
function oddities(orders: readonly Placed[], nowMs: number, random: Random): DemoRecord[] {
  const at = (minutesAgo: number): number => nowMs - minutesAgo * MINUTE_MS - random.below(MINUTE_MS)
  const keyOf = (index: number): Buffer => Buffer.from(orders[index]!.orderNumber)
  const large = orders[31]!
  const confluent = (id: number): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 0, id]), random.bytes(60)])
  const record = (minutesAgo: number, key: Buffer | null, value: Buffer | null, type: string): DemoRecord => {
    return { timestampMs: at(minutesAgo), key, value, headers: [{ key: 'content-type', value: Buffer.from(type) }] }
  }
  return [
    ...[3, 11, 24, 40, 52].map((index, i) => record(12 - 2 * i, keyOf(index), null, 'application/json')),
    record(9, keyOf(7), Buffer.alloc(0), 'application/json'),
    record(21, Buffer.alloc(0), Buffer.alloc(0), 'text/plain'),
    record(16, keyOf(8), confluent(7), 'application/vnd.confluent.avro'),
    record(35, null, Buffer.concat([Buffer.from([0x0a, 0x09]), Buffer.from('ORD-48230'), Buffer.from([0x10, 0x96, 0x01, 0x1d]), random.bytes(24)]), 'application/x-protobuf'),
    record(48, keyOf(9), random.bytes(320), 'application/octet-stream'),
    record(28, keyOf(10), Buffer.from('health check from the warehouse, please ignore\nsecond line'), 'text/plain'),
    jsonRecord(large, orderJson(largeOrderOf(large, random), 'PLACED', large.atMs), large.atMs + 2 * SECOND_MS, random),
  ]
}

function paymentEvents(orders: readonly Placed[], random: Random): DemoRecord[] {
  const event = (order: Placed, state: string, afterMs: number): DemoRecord => {
    const atMs = order.atMs + afterMs
    return jsonRecord(order, paymentJson(order, state, pick(random, ['card', 'card', 'klarna', 'sepa_debit', 'paypal']), atMs), atMs, random)
  }
  return [
    ...orders.flatMap((order) => [event(order, 'REQUESTED', 3 * SECOND_MS + random.below(4_000)), event(order, 'CAPTURED', 20 * SECOND_MS + random.below(70_000))]),
    ...orders.slice(5, 5 + REFUND_COUNT).map((order) => event(order, 'REFUND_REQUESTED', 6 * MINUTE_MS + random.below(7 * MINUTE_MS))),
  ]
}

/** Half a JSON document, where a group has been stuck ever since. */
function poison(orders: readonly Placed[]): DemoRecord {
  const order = orders.find(({ orderNumber }, i) => i > ORDER_COUNT / 3 && partitionForKey(Buffer.from(orderNumber), 3) === STUCK_PARTITION)!
  const timestampMs = order.atMs + 5 * MINUTE_MS
  const value = Buffer.from(paymentJson(order, 'REQUESTED', 'card', timestampMs)).subarray(0, 143)
  return { timestampMs, key: Buffer.from(order.orderNumber), value, headers: [{ key: 'content-type', value: Buffer.from('application/json') }] }
}

function jsonRecord(order: Order, json: string, timestampMs: number, random: Random): DemoRecord {
  return { timestampMs, key: Buffer.from(order.orderNumber), value: Buffer.from(json), headers: headersOf(random) }
}

/** Trace and type on all; on a few also a name that comes twice, and a header without a value. */
function headersOf(random: Random): RecordHeader[] {
  const trace = `00-${random.bytes(16).toString('hex')}-${random.bytes(8).toString('hex')}-01`
  const headers: RecordHeader[] = [
    { key: 'content-type', value: Buffer.from('application/json') },
    { key: 'traceparent', value: Buffer.from(trace) },
    { key: 'x-source', value: Buffer.from(pick(random, ['web', 'ios', 'android'])) },
  ]
  if (random.below(8) === 0) headers.push({ key: 'x-tag', value: Buffer.from('campaign-autumn') }, { key: 'x-tag', value: Buffer.from('returning-customer') })
  if (random.below(12) === 0) headers.push({ key: 'x-experiment', value: null })
  return headers
}

/** Partitions by key as every Kafka client does by default; offsets in the order of time. */
function place(records: readonly DemoRecord[], partitionCount: number, random: Random): PlacedRecord[] {
  return withOffsets(records.map((record) => ({ ...record, partition: record.key === null ? random.below(partitionCount) : partitionForKey(record.key, partitionCount) })))
}

function withOffsets(records: readonly (DemoRecord & { partition: number })[]): PlacedRecord[] {
  const ends = new Map<number, number>()
  return records
    .toSorted((a, b) => a.timestampMs - b.timestampMs)
    .map((record) => {
      const offset = ends.get(record.partition) ?? 0
      ends.set(record.partition, offset + 1)
      return { ...record, offset }
    })
}

interface Failed {
  readonly payment: PlacedRecord
  readonly atMs: number
  readonly headers: readonly RecordHeader[]
}

/** Spring keeps the partition's number on the way. */
function placeBeside(failed: readonly Failed[]): PlacedRecord[] {
  return withOffsets(
    failed.map(({ payment: { key, value, partition, headers: original }, atMs, headers }) => ({ key, value, partition, timestampMs: atMs, headers: [...original, ...headers] })),
  )
}

function failuresOf(payments: readonly PlacedRecord[], nowMs: number, random: Random): { retry0: Failed[]; retry1: Failed[]; deadLetters: Failed[] } {
  const requests = shuffled(payments.filter((payment) => isRequest(payment) && payment.timestampMs < nowMs - LADDER_MS), random)
  const climbs = requests.slice(0, FIRST_RETRIES).map((payment) => climb(payment, pick(random, FAILURES), random))
  // Where the fraud check is stuck it cannot have given up on anything later.
  const checked = requests.slice(FIRST_RETRIES).filter(({ partition }) => partition !== STUCK_PARTITION)
  const refused = checked.slice(0, PLAIN_DEAD_LETTERS).map((payment): Failed => {
    const atMs = payment.timestampMs + 300 + random.below(2_000)
    return { payment, atMs, headers: deadLetterHeaders(originOf(payment), FRAUD_CHECK, FRAUD_FAILURE) }
  })
  return {
    retry0: climbs.map(([first]) => first),
    retry1: climbs.slice(0, SECOND_RETRIES).map(([, second]) => second),
    deadLetters: [...climbs.slice(0, LADDER_DEAD_LETTERS).map(([, , third]) => third), ...refused],
  }
}

function isRequest({ value }: PlacedRecord): boolean {
  return value !== null && value.at(-1) === CLOSING_BRACE && value.includes('"state":"REQUESTED"')
}

/** One payment through a minute's and ten minutes' wait into the dead letters; each step keeps the headers of those before. */
function climb(payment: PlacedRecord, failure: Failure, random: Random): [Failed, Failed, Failed] {
  const hops: Hop[] = []
  const step = (attempts: number, failedAtMs: number, delayMs: number): Failed => {
    hops.push({ attempts, failedAtMs, dueAtMs: failedAtMs + delayMs })
    return { payment, atMs: failedAtMs, headers: retryHeaders(originOf(payment), PAYMENTS_SERVICE, failure, hops) }
  }
  const first = step(2, payment.timestampMs + 400 + random.below(2_500), MINUTE_MS)
  const second = step(3, hops[0]!.dueAtMs + 350 + random.below(2_500), 10 * MINUTE_MS)
  return [first, second, step(4, hops[1]!.dueAtMs + 300 + random.below(2_500), 0)]
}

function originOf({ partition, offset, timestampMs }: PlacedRecord): Origin {
  return { topic: PAYMENTS, partition, offset, timestampMs }
}

function groupsOf(orders: DemoTopic, payments: DemoTopic): DemoFlow['groups'] {
  const [orderEnds, paymentEnds] = [endsOf(orders), endsOf(payments)]
  const stuckAt = payments.records.find(({ partition, value }) => partition === STUCK_PARTITION && value?.at(-1) !== CLOSING_BRACE)!.offset
  return [
    { groupId: PAYMENTS_SERVICE, commits: paymentEnds.map((end) => ({ ...end, offset: Math.floor(end.offset * 0.62) })) },
    { groupId: BILLING, commits: [...orderEnds, ...paymentEnds] },
    { groupId: FRAUD_CHECK, commits: paymentEnds.map((end) => (end.partition === STUCK_PARTITION ? { ...end, offset: stuckAt } : end)) },
  ]
}

function endsOf({ name, partitionCount, records }: DemoTopic): Commit[] {
  return Array.from({ length: partitionCount }, (_, partition) => ({
    topic: name,
    partition,
    offset: records.filter((record) => record.partition === partition).length,
  }))
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => ({ value, order: random.below(1_000_000) }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value)
}
