// The demo: orders, payments, their retries and dead letters over the last two hours, and groups that have read some of them.
import { type Random, seededRandom } from '../base/random.ts'
import type { Commit } from '../client/admin/commit-offsets.ts'
import { partitionForKey } from '../client/partitioner.ts'
import { type Failed, failuresOf } from './demo-dead-letters.ts'
import type { DemoRecord, PlacedRecord, RecordHeader } from './demo-record.ts'
import { sinkFailureOf, sinkHeaders } from './demo-sink-failures.ts'
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
const SINK_DEAD_LETTERS = 'demo.warehouse-dlq'
export const DEMO_TOPICS = [ORDERS, PAYMENTS, RETRY_0, RETRY_1, DEAD_LETTERS, SINK_DEAD_LETTERS] as const

const PAYMENTS_SERVICE = 'demo.payments-service'
const BILLING = 'demo.billing'
const FRAUD_CHECK = 'demo.fraud-check'
export const DEMO_GROUPS = [PAYMENTS_SERVICE, BILLING, FRAUD_CHECK] as const

const ORDER_COUNT = 76
const REFUND_COUNT = 17
/** Of orders whose payment a new version of an app asked for, with an amount in the words of its country; more and more people have it. */
const AMOUNT_AS_TEXT: ReadonlySet<number> = new Set([35, 39, 41, 44, 45, 46, 48, 53, 56])
/** Of orders that nobody has paid since the gateway was down. */
const LOST_IN_OUTAGE: ReadonlySet<number> = new Set([11, 13, 14, 16, 19, 22, 25, 27, 29, 32])
/** Of guests. */
const WITHOUT_CUSTOMER: ReadonlySet<number> = new Set([8, 17, 23, 30, 49])
/** How many records the payments service has yet to read in each partition. */
const PAYMENTS_LAG = 12
const STUCK_PARTITION = 2

/** The last byte of a JSON object that is whole. */
const CLOSING_BRACE = 0x7d

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

interface Placed extends Order {
  readonly atMs: number
}

/** The same for the same seed, but for the times, which are counted from `nowMs`. */
export function demoFlow(nowMs: number, seed = 20_260_101): DemoFlow {
  const random = seededRandom(seed)
  const orders = Array.from({ length: ORDER_COUNT }, (_, i): Placed => ({ ...orderOf(i, random), atMs: orderTime(nowMs, i, random) }))
  const placedOrders = place([...orders.flatMap((order) => orderEvents(order, random)), ...oddities(orders, nowMs, random)], 6, random)
  const payments = place([...paymentEvents(orders, random), poison(orders)], 3, random)
  const groups = groupsOf({ name: ORDERS, partitionCount: 6, records: placedOrders }, { name: PAYMENTS, partitionCount: 3, records: payments })
  const isRead = (group: string, { partition, offset }: PlacedRecord): boolean =>
    groups.some(({ groupId, commits }) => groupId === group && commits.some((commit) => commit.topic === PAYMENTS && commit.partition === partition && offset < commit.offset))
  const { retry0, retry1, deadLetters } = failuresOf(payments, { topic: PAYMENTS, paymentsGroup: PAYMENTS_SERVICE, fraudGroup: FRAUD_CHECK, nowMs, isRead }, random)
  const topics: DemoTopic[] = [
    { name: ORDERS, partitionCount: 6, records: placedOrders },
    { name: PAYMENTS, partitionCount: 3, records: payments },
    { name: RETRY_0, partitionCount: 3, records: placeBeside(retry0) },
    { name: RETRY_1, partitionCount: 3, records: placeBeside(retry1) },
    { name: DEAD_LETTERS, partitionCount: 3, records: placeBeside(deadLetters) },
    { name: SINK_DEAD_LETTERS, partitionCount: 1, records: sinkDeadLetters(placedOrders) },
  ]
  return { topics, groups }
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
  const isPaid = (index: number): boolean => !LOST_IN_OUTAGE.has(index) && !AMOUNT_AS_TEXT.has(index)
  const captured = orders.filter((_, index) => isPaid(index))
  return [
    ...orders.map((order, index) => asAsked(event(order, 'REQUESTED', 3 * SECOND_MS + random.below(4_000)), index)),
    ...captured.map((order) => event(order, 'CAPTURED', 20 * SECOND_MS + random.below(70_000))),
    ...captured.slice(5, 5 + REFUND_COUNT).map((order) => event(order, 'REFUND_REQUESTED', 6 * MINUTE_MS + random.below(7 * MINUTE_MS))),
  ]
}

/** As the producer of this order asks for its payment. */
function asAsked(request: DemoRecord, index: number): DemoRecord {
  if (WITHOUT_CUSTOMER.has(index)) return { ...request, value: Buffer.from(String(request.value).replace(/,"customerId":"[^"]*"/, '')) }
  if (!AMOUNT_AS_TEXT.has(index)) return request
  const value = String(request.value).replace(/"amount":\{"value":(\d+)\.(\d\d)/, (_, whole: string, cents: string) => `"amount":{"value":"${whole.replace(/(?=(?:\d{3})+$)\B/g, '.')},${cents}"`)
  const headers = request.headers.map(({ key, value: as }) => (key === 'x-source' ? { key, value: Buffer.from('android') } : { key, value: as }))
  return { ...request, value: Buffer.from(value), headers: [...headers, { key: 'x-app-version', value: Buffer.from('7.4.0') }] }
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

/** Spring keeps the partition's number on the way. */
function placeBeside(failed: readonly Failed[]): PlacedRecord[] {
  return withOffsets(
    failed.map(({ payment: { key, value, partition, headers: original }, atMs, headers }) => ({ key, value, partition, timestampMs: atMs, headers: [...original, ...headers] })),
  )
}

/** Kafka Connect keeps the time of the record, and makes its topic with one partition. */
function sinkDeadLetters(orders: readonly PlacedRecord[]): PlacedRecord[] {
  const given = orders.flatMap((order) => {
    const failure = sinkFailureOf(order)
    return failure === null ? [] : [{ ...order, partition: 0, headers: [...order.headers, ...sinkHeaders(ORDERS, order, failure)] }]
  })
  return withOffsets(given)
}

function groupsOf(orders: DemoTopic, payments: DemoTopic): DemoFlow['groups'] {
  const [orderEnds, paymentEnds] = [endsOf(orders), endsOf(payments)]
  const stuckAt = payments.records.find(({ partition, value }) => partition === STUCK_PARTITION && value?.at(-1) !== CLOSING_BRACE)!.offset
  return [
    { groupId: PAYMENTS_SERVICE, commits: paymentEnds.map((end) => ({ ...end, offset: end.offset - PAYMENTS_LAG })) },
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
