import { describe, expect, it } from 'vitest'
import { partitionForKey } from '../../../core/client/partitioner.ts'
import { decodeFailure } from '../../../core/deadletters/failure.ts'
import { DEMO_GROUPS, DEMO_TOPICS, demoFlow } from '../../../core/services/demo-flow.ts'
import type { PlacedRecord } from '../../../core/services/demo-record.ts'

const NOW_MS = Date.UTC(2026, 5, 1, 12)
const flow = demoFlow(NOW_MS)
const [orders, payments, retry0, retry1, deadLetters, sinkDeadLetters] = flow.topics
const all = flow.topics.flatMap(({ name, records }) => records.map((record) => ({ topic: name, ...record })))

/** As the workbench understands them. */
const dead = all
  .filter(({ topic }) => topic === 'demo.payments-dlt' || topic === 'demo.warehouse-dlq')
  .map((record) => ({ record, failure: decodeFailure({ ...record, topicId: `name:${record.topic}`, timestampType: 'CreateTime' }, { clusterId: 'demo' }) }))

const header = ({ headers }: PlacedRecord, key: string): Buffer | null | undefined => headers.findLast((candidate) => candidate.key === key)?.value
const text = (record: PlacedRecord, key: string): string | undefined => header(record, key)?.toString()

describe('The demo flow', () => {
  it('is 505 records in six topics', () => {
    expect(flow.topics.map(({ name, records }) => [name, records.length])).toEqual([
      ['demo.orders', 240],
      ['demo.payments', 151],
      ['demo.payments-retry-0', 40],
      ['demo.payments-retry-1', 26],
      ['demo.payments-dlt', 38],
      ['demo.warehouse-dlq', 10],
    ])
    expect(all).toHaveLength(505)
    expect(flow.topics.map(({ name }) => name)).toEqual(DEMO_TOPICS)
  })

  it('is the same for the same seed and moment, and another one for another seed', () => {
    expect(demoFlow(NOW_MS)).toEqual(flow)
    expect(demoFlow(NOW_MS, 2).topics[0]!.records[0]!.value).not.toEqual(orders!.records[0]!.value)
  })

  it('lies within the last two hours, in the order of time', () => {
    for (const { records } of flow.topics) {
      const times = records.map(({ timestampMs }) => timestampMs)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times[0]).toBeGreaterThan(NOW_MS - 2 * 3_600_000)
      expect(times.at(-1)).toBeLessThan(NOW_MS)
    }
  })

  it.each(flow.topics)('$name has offsets without a gap in each partition', ({ records, partitionCount }) => {
    const byPartition = Map.groupBy(records, ({ partition }) => partition)
    expect([...byPartition.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: partitionCount }, (_, i) => i))
    for (const ofPartition of byPartition.values()) expect(ofPartition.map(({ offset }) => offset)).toEqual(ofPartition.map((_, i) => i))
  })

  it('chooses partitions by key as Kafka clients do', () => {
    for (const { records, partitionCount } of [orders!, payments!]) {
      for (const { key, partition } of records) if (key !== null) expect(partition).toBe(partitionForKey(key, partitionCount))
    }
  })

  it('has something for everything that an inspector can show', () => {
    const { records } = orders!
    const values = records.map(({ value }) => value)
    expect(values.filter((value) => value === null)).toHaveLength(5)
    expect(values.filter((value) => value?.length === 0)).toHaveLength(2)
    expect(records.filter(({ key }) => key === null)).toHaveLength(1)
    expect(Math.max(...values.map((value) => value?.length ?? 0))).toBeGreaterThan(95_000)
    expect(values.filter((value) => value && !Buffer.from(value.toString()).equals(value)).length).toBeGreaterThanOrEqual(2)
    expect(records.filter(({ headers }) => headers.filter(({ key }) => key === 'x-tag').length === 2).length).toBeGreaterThan(5)
    expect(records.filter((record) => header(record, 'x-experiment') === null).length).toBeGreaterThan(5)
    expect(records.every((record) => text(record, 'content-type'))).toBe(true)
  })

  it('writes JSON whose ids are beyond 2^53 and whose money keeps its zeros', () => {
    const order = orders!.records.find(({ value }) => value?.includes('"status":"PAID"'))!.value!.toString()
    const orderId = /"orderId":(\d+)/.exec(order)![1]!
    expect(BigInt(orderId)).toBeGreaterThan(2n ** 53n)
    expect(String(Number(orderId))).not.toBe(orderId)
    expect(order).toMatch(/"unitPrice":\d+\.\d\d,/)
    expect(JSON.parse(order)).toMatchObject({ customer: { address: { country: expect.any(String) as string } }, giftNote: null })
  })

  it('keeps key, value, partition and headers of a payment on its way through the retries', () => {
    for (const { records } of [retry0!, retry1!, deadLetters!]) {
      for (const record of records) {
        const prefix = header(record, 'kafka_original-topic') ? 'kafka_original' : 'kafka_dlt-original'
        expect(text(record, `${prefix}-topic`)).toBe('demo.payments')
        const partition = header(record, `${prefix}-partition`)!.readInt32BE()
        const offset = Number(header(record, `${prefix}-offset`)!.readBigInt64BE())
        const origin = payments!.records.find((payment) => payment.partition === partition && payment.offset === offset)!
        expect(Number(header(record, `${prefix}-timestamp`)!.readBigInt64BE())).toBe(origin.timestampMs)
        expect([record.partition, record.key, record.value]).toEqual([partition, origin.key, origin.value])
        expect(record.headers.slice(0, origin.headers.length)).toEqual(origin.headers)
        expect(record.timestampMs).toBeGreaterThan(origin.timestampMs)
      }
    }
  })

  it('has dead letters of both kinds that Spring writes', () => {
    const retried = deadLetters!.records.filter((record) => header(record, 'retry_topic-attempts') !== undefined)
    const attempts = retried.map(({ headers }) => headers.filter(({ key }) => key === 'retry_topic-attempts').map(({ value }) => value!.readInt32BE()).join(' '))
    expect(attempts.filter((counted) => counted === '2 3 4')).toHaveLength(14)
    expect(attempts.filter((counted) => counted === '2')).toHaveLength(9)
    for (const record of retried) expect(text(record, 'kafka_exception-stacktrace')).toContain('\nCaused by: ')
    const plain = deadLetters!.records.filter((record) => header(record, 'kafka_dlt-original-topic') !== undefined)
    expect(plain).toHaveLength(15)
    expect(plain.map((record) => text(record, 'kafka_dlt-original-consumer-group'))).toEqual(plain.map(() => 'demo.fraud-check'))
  })

  it('has dead letters of a sink, as Kafka Connect writes them: with the time, the key and the value of the order', () => {
    for (const record of sinkDeadLetters!.records) {
      const [partition, offset] = ['partition', 'offset'].map((name) => Number(text(record, `__connect.errors.${name}`)))
      const origin = orders!.records.find((order) => order.partition === partition && order.offset === offset)!
      expect([record.timestampMs, record.key, record.value]).toEqual([origin.timestampMs, origin.key, origin.value])
      expect(record.headers.slice(0, origin.headers.length)).toEqual(origin.headers)
    }
    expect(sinkDeadLetters!.records.map((record) => text(record, '__connect.errors.stage')!).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([...Array.from({ length: 6 }, () => 'TASK_PUT'), ...Array.from({ length: 4 }, () => 'VALUE_CONVERTER')])
  })

  it('has failures of ten kinds, each on more than one partition where there are several of it', () => {
    const kinds = Map.groupBy(dead, ({ failure }) => failure.fingerprint.id)
    const sizes = [...kinds.values()].map((of) => of.length).toSorted((a, b) => b - a)
    expect(sizes).toEqual([10, 9, 7, 5, 5, 4, 3, 3, 1, 1])
    for (const of of kinds.values()) if (of.length > 2 && of[0]!.record.topic === 'demo.payments-dlt') expect(new Set(of.map(({ record }) => record.partition)).size).toBeGreaterThan(1)
  })

  it('has failures that tell their origin, which is there and was read by their group', () => {
    for (const { failure } of dead) {
      expect(failure.decodeIssues).toEqual([])
      const { topic, partition, offset } = failure.origin!
      const commit = flow.groups.find(({ groupId }) => groupId === failure.group)?.commits.find((one) => one.topic === topic && one.partition === partition)
      if (topic === 'demo.payments') expect(commit!.offset).toBeGreaterThan(offset!)
      expect(all.some((record) => record.topic === topic && record.partition === partition && record.offset === offset)).toBe(true)
    }
  })

  it('has dead letters whose key has nothing newer, and some whose payment was captured later', () => {
    const isCaptured = ({ record }: (typeof dead)[number]): boolean => payments!.records.some(({ key, value }) => value!.includes('"state":"CAPTURED"') && key!.equals(record.key!))
    const ofService = dead.filter(({ failure }) => failure.group === 'demo.payments-service')
    const told = ofService.map((one) => `${one.failure.error.rootClass!.replace(/^.*[.$]/, '')} ${isCaptured(one) ? 'captured' : 'lost'}`)
    expect(Object.fromEntries([...Map.groupBy(told, (kind) => kind)].map(([kind, of]) => [kind, of.length]))).toEqual({
      'CardDeclinedException captured': 4,
      'InvalidFormatException lost': 9,
      'ServiceUnavailable lost': 3,
      'SocketTimeoutException lost': 7,
    })
  })

  it('has payments that need a repair: amounts as text of one version of an app, and guests without a customer', () => {
    const values = deadLetters!.records.map(({ value }) => JSON.parse(value!.toString()) as { amount: { value: unknown }; customerId?: string })
    const asText = deadLetters!.records.filter((_, index) => typeof values[index]!.amount.value === 'string')
    expect(asText.map((record) => text(record, 'x-app-version'))).toEqual(Array.from({ length: 9 }, () => '7.4.0'))
    for (const { amount } of values) expect(String(amount.value)).toMatch(/^\d{1,3}(\.\d{3})*,\d\d$|^\d+(\.\d{1,2})?$/)
    expect(values.filter(({ customerId }) => customerId === undefined)).toHaveLength(5)
  })

  it('has one group that lags, one that has read all, and one that is stuck at a record nobody can parse', () => {
    expect(flow.groups.map(({ groupId }) => groupId)).toEqual(DEMO_GROUPS)
    const endOf = (topic: string, partition: number): number => all.filter((record) => record.topic === topic && record.partition === partition).length
    const [lagging, caughtUp, stuck] = flow.groups.map(({ commits }) => commits.map(({ topic, partition, offset }) => endOf(topic, partition) - offset))
    expect(lagging!.every((lag) => lag > 10)).toBe(true)
    expect(caughtUp).toEqual(Array.from({ length: 9 }, () => 0))
    expect(stuck!.map((lag) => lag > 0)).toEqual([false, false, true])
    const at = flow.groups[2]!.commits[2]!
    const poison = payments!.records.find(({ partition, offset }) => partition === at.partition && offset === at.offset)!
    expect(() => JSON.parse(poison.value!.toString()) as unknown).toThrow(SyntaxError)
  })
})
