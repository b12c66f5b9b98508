// Dead letters as real frameworks have written them (test/fixtures/dead-letters), decoded.
import { describe, expect, it } from 'vitest'
import { decodeFailure, type Failure, type RawRecord, stripHeaders } from '../../core/deadletters/failure.ts'
import { ladderOf } from '../../core/deadletters/recognise/retry-ladder.ts'
import { recordedIn, recording, recordingNames, type Recording } from '../support/recorded-dead-letters.ts'

const isRetry = (topic: string): boolean => topic.includes('retry')

function failureOf(record: RawRecord, { topics }: Recording): Failure {
  return decodeFailure(record, { clusterId: 'recorded', retryTopics: ladderOf(topics.map(({ name }) => name).filter(isRetry)) })
}

/** Of one topic, as lines: places and times are left to other tests. */
function told(name: string, topic: string): string[] {
  const read = recording(name)
  return recordedIn(read, topic)
    .map((record) => lineOf(failureOf(record, read)))
    .toSorted()
}

function lineOf({ dialect, origin, group, component, stage, error, attempts, attemptsSource, hops }: Failure): string {
  const from = origin === undefined ? 'from somewhere' : `from ${placeOf(origin)}`
  const whose = [group && `group ${group}`, component && `of ${component}`, stage && `in ${stage}`]
  const what = [error.side && `${error.side}:`, shortClass(error.class), error.rootClass !== error.class && error.rootClass && `<- ${shortClass(error.rootClass)}`, `"${(error.rootMessage ?? error.message ?? '').split('\n')[0]}"`]
  const how = attempts === undefined ? 'attempts unknown' : `${attempts} by ${attemptsSource}`
  return [`${dialect} ${from}`, whose.filter(Boolean).join(' '), what.filter(Boolean).join(' '), how, hops.map(placeOf).join(' > ')].filter((part) => part !== '').join(' | ')
}

function placeOf({ topic, partition, offset }: { topic: string; partition?: number; offset?: number }): string {
  return `${topic}${partition === undefined ? '' : `/${partition}`}${offset === undefined ? '' : `@${offset}`}`
}

function shortClass(name: string | undefined): string | undefined {
  return name?.replace(/^.*[.$](?=[A-Z])/, '')
}

const REPLAYED = 'replayed with its headers kept'

describe('A dead letter of', () => {
  const timedOut = 'ListenerExecutionFailedException <- SocketTimeoutException "Read timed out after 3000ms from 10.0.0.7:8443"'

  it('Spring’s recoverer tells the newest of its places and the deepest of its causes', () => {
    expect(told('spring-dlpr-once-and-again', 'orders-dlt')).toEqual(['orders/0@0', 'orders/0@1', 'orders/1@0'].map((at) => `spring-dlpr from ${at} | group billing | ${timedOut} | 1 by hops | ${at}`))
    const twice = [
      ['orders/0@0', 'orders-dlt/0@0', 'ORD-1'],
      ['orders/0@1', 'orders-dlt/0@1', 'ORD-2'],
      ['orders/1@0', 'orders-dlt/1@0', 'null'],
    ]
    expect(told('spring-dlpr-once-and-again', 'orders-dlt-dlt')).toEqual(
      twice.map(([first, last, key]) => `spring-dlpr from ${last} | group order-repair | ListenerExecutionFailedException <- IllegalStateException "Order ${key} cannot be repaired" | 2 by hops | ${first} > ${last}`),
    )
  })

  it(`Spring’s recoverer, ${REPLAYED}, tells both of its places`, () => {
    expect(told('spring-dlpr-replayed', 'orders-dlt').filter((line) => line.includes('2 by hops'))).toEqual([
      `spring-dlpr from orders/0@2 | group billing | ${timedOut} | 2 by hops | orders/0@0 > orders/0@2`,
      `spring-dlpr from orders/0@3 | group billing | ${timedOut} | 2 by hops | orders/0@1 > orders/0@3`,
      `spring-dlpr from orders/1@1 | group billing | ${timedOut} | 2 by hops | orders/1@0 > orders/1@1`,
    ])
  })

  it.each(['shipments', 'returns'])('Spring’s deserializer tells which side of a record of %s was not read, and why', (topic) => {
    const [from, whose] = [`spring-dlpr from ${topic}`, 'group shipping']
    expect(told('spring-dlpr-deserialization', `${topic}-dlt`).map((line) => line.replace(/at \[Source.*"/, '…"'))).toEqual([
      `${from}/1@0 | ${whose} | value: DeserializationException <- InvalidFormatException "Cannot deserialize value of type \`int\` from String "two": not a valid \`int\` value" | 1 by hops | ${topic}/1@0`,
      `${from}/1@1 | ${whose} | value: DeserializationException <- StreamReadException "Unexpected end-of-input within/between Object entries" | 1 by hops | ${topic}/1@1`,
      `${from}/1@2 | ${whose} | key: DeserializationException <- SerializationException "Size of data received by LongDeserializer is not 8" | 1 by hops | ${topic}/1@2`,
      `${from}/1@3 | ${whose} | value: DeserializationException <- StreamReadException "Unrecognized token 'nor': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')" | 1 by hops | ${topic}/1@3`,
    ])
  })

  it('Spring’s retry topics has made one attempt fewer than its header counts', () => {
    const [tier1, tier2] = ['payments-retry-500', 'payments-retry-1000']
    const fatal = 'ListenerExecutionFailedException <- ClassCastException "class Refund cannot be cast to class Payment"'
    const line = (at: string, attempts: number, way: string[], what = timedOut): string => `spring-retry from payments/${at} | group billing | ${what} | ${attempts} by header | ${[`payments/${at}`, ...way].join(' > ')}`
    expect(told('spring-retry-once', tier1)).toEqual([line('0@0', 1, []), line('1@1', 1, [])])
    expect(told('spring-retry-once', tier2)).toEqual([line('0@0', 2, [tier1]), line('1@1', 2, [tier1])])
    expect(told('spring-retry-once', 'payments-dlt')).toEqual([line('0@0', 3, [tier1, tier2]), line('1@0', 1, [], fatal), line('1@1', 3, [tier1, tier2])])
  })

  it(`Spring’s retry topics, ${REPLAYED}, has gone straight back`, () => {
    const attempts = told('spring-retry-replayed', 'payments-dlt').map((line) => / from (\S+) .* (\d) by header/.exec(line)!.slice(1).join(' '))
    expect(attempts).toEqual(['payments/0@0 3', 'payments/0@0 4', 'payments/1@0 1', 'payments/1@0 2', 'payments/1@1 3', 'payments/1@1 4'])
  })

  it('Spring Cloud Stream tells its group by the name of its topic', () => {
    const line = (last: string, ...way: string[]): string => `scs from ${last} | group billing | MessagingException <- SocketTimeoutException "Read timed out after 3000ms" | ${way.length + 1} by hops | ${[...way, last].join(' > ')}`
    expect(told('scs-once', 'error.orders.eu.billing')).toEqual([line('orders.eu/1@0'), line('orders.eu/1@1')])
    expect(told('scs-replayed', 'error.orders.eu.billing')).toEqual([line('orders.eu/1@0'), line('orders.eu/1@1'), line('orders.eu/1@2', 'orders.eu/1@0'), line('orders.eu/1@3', 'orders.eu/1@1')])
  })

  it('Kafka Connect tells the stage and its connector, and a message only where there is one', () => {
    expect(told('connect-once', 'orders-sink-dlq').map((line) => line.replace(/"(?:Unexpected|Unrecognized).*"/, '"…"'))).toEqual([
      'connect from orders/0@0 | of orders-to-file-0 in VALUE_CONVERTER | value: DataException <- JsonEOFException "…" | 1 by hops | orders/0@0',
      'connect from orders/0@1 | of orders-to-file-0 in TRANSFORMATION | DataException <- NumberFormatException "For input string: "two"" | 1 by hops | orders/0@1',
      'connect from orders/1@0 | of orders-to-file-0 in VALUE_CONVERTER | value: DataException <- JsonParseException "…" | 1 by hops | orders/1@0',
    ])
    const put = 'of orders-to-warehouse-0 in TASK_PUT'
    expect(told('connect-once', 'rows-dlq')).toEqual([
      `connect from rows/1@0 | ${put} | ConnectException <- DataException "Column "quantity" must not be null" | 1 by hops | rows/1@0`,
      `connect from rows/1@1 | ${put} | NullPointerException "" | 1 by hops | rows/1@1`,
      `connect from rows/1@2 | ${put} | ConnectException <- DataException "Column "quantity" must not be null" | 1 by hops | rows/1@2`,
    ])
  })

  it(`Kafka Connect, ${REPLAYED}, tells both of its places`, () => {
    expect(told('connect-replayed', 'rows-dlq').map((line) => line.split(' | ').at(-1))).toEqual(['rows/1@0 > rows/0@0', 'rows/1@1 > rows/0@1', 'rows/1@2 > rows/0@2', 'rows/1@0', 'rows/1@1', 'rows/1@2'])
  })

  it('Kafka Connect without context headers is a record like any other', () => {
    expect(told('connect-no-context', 'orders-sink-dlq')).toEqual(Array.from({ length: 3 }, () => 'unknown from somewhere | "" | attempts unknown'))
  })

  it.each(['4-2', '4-3'])('Kafka Streams %s tells its place and its cause', (release) => {
    expect(told(`streams-${release}-once`, 'pricing-dlq')).toEqual([
      'streams from orders/0@0 | SerializationException "Size of data received by LongDeserializer is not 8" | 1 by hops | orders/0@0',
      'streams from orders/0@1 | IllegalStateException <- NumberFormatException "For input string: "two"" | 1 by hops | orders/0@1',
      'streams from orders/1@0 | NullPointerException "" | 1 by hops | orders/1@0',
    ])
  })

  it('SmallRye has its newest headers first', () => {
    const unpriced = 'IllegalStateException <- SocketTimeoutException "Read timed out after 3000ms"'
    const nothing = 'NullPointerException "java.lang.NullPointerException"'
    const line = (what: string, ...way: string[]): string => `smallrye-dlq from ${way.at(-1)} | of orders-in | ${what} | ${way.length} by hops | ${way.join(' > ')}`
    expect(told('smallrye-once', 'dead-letter-topic-orders-in')).toEqual([line(unpriced, 'orders/1@0'), line(nothing, 'orders/1@1')])
    const replayed = told('smallrye-replayed', 'dead-letter-topic-orders-in').filter((one) => one.includes(' > '))
    expect(replayed.map((one) => one.split(' | ').at(-1))).toEqual(['orders/1@0 > orders/0@0', 'orders/1@1 > orders/0@1'].toSorted())
  })

  it('SmallRye that was retried tells every tier, and counts from nought', () => {
    const [tier1, tier2] = ['payments-in_retry_500/0@0', 'payments-in_retry_1000/0@0']
    const attempts = ['payments-in_retry_500', 'payments-in_retry_1000', 'payments-dead'].map((topic) => told('smallrye-once', topic).map((line) => line.split(' | ').slice(-2)))
    expect(attempts).toEqual([[['1 by header', 'payments/0@0']], [['2 by header', `payments/0@0 > ${tier1}`]], [['3 by header', `payments/0@0 > ${tier1} > ${tier2}`]]])
  })

  it('SmallRye tells what was not read', () => {
    expect(told('smallrye-once', 'shipments-dead')).toEqual(['smallrye-dlq from shipments/0@0 | value: RecordDeserializationException "Size of data received by IntegerDeserializer is not 4" | 1 by hops | shipments/0@0'])
  })

  it.each(['share-dlq-pointers', 'share-dlq-copies'])('a share group tells how often a record was delivered, and why no more (%s)', (name) => {
    const [rejected, tired] = ['"Offset rejected by client." | 1 by delivery-count', '"Offset delivery count exceeded the threshold." | 2 by delivery-count']
    expect(told(name, 'dlq.parcels')).toEqual([
      `share-dlq from parcels/0@0 | group depot | ${rejected} | parcels/0@0`,
      `share-dlq from parcels/0@1 | group depot | ${tired} | parcels/0@1`,
      `share-dlq from parcels/2@0 | group depot | ${tired} | parcels/2@0`,
      `share-dlq from parcels/2@1 | group depot | ${rejected} | parcels/2@1`,
    ])
    const read = recording(name)
    expect(new Set(recordedIn(read, 'dlq.parcels').map((record) => failureOf(record, read).payloadSource))).toEqual(new Set([name === 'share-dlq-copies' ? 'dlq' : 'pointer']))
  })

  it('Watermill tells its topic and handler, and has lost the key', () => {
    expect(told('watermill-once', 'poisoned-orders')).toEqual(['ORD-1', 'ORD-2'].map((order) => `watermill from orders | of price-order | "no price for ${order}: the ledger is closed" | 1 by hops | orders`))
    expect(recordedIn(recording('watermill-once'), 'poisoned-orders').map(({ key }) => key)).toEqual([null, null])
  })

  it('kafkajs-async-retry tells its topic, its group and its attempts; one that was given up at once tells nothing', () => {
    expect(told('kafkajs-async-retry-once', 'billing-dlq')).toEqual([
      'kafkajs-async-retry from invoices | group billing | "" | 3 by header | invoices > billing-retry-1 > billing-retry-2',
      'kafkajs-async-retry from invoices | group billing | "" | 3 by header | invoices > billing-retry-1 > billing-retry-2',
      'unknown from somewhere | "" | attempts unknown',
    ])
  })
})

describe('In every recording', () => {
  const dead = recordingNames().flatMap((name) => {
    const read = recording(name)
    const records = read.topics.flatMap(({ name: topic }) => recordedIn(read, topic))
    return records.map((record) => ({ name, record, failure: failureOf(record, read), originOf: ({ topic, partition, offset }: Partial<RawRecord>) => records.find((one) => one.topic === topic && one.partition === partition && one.offset === offset) }))
  })
  const withPlace = dead.filter(({ failure: { origin } }) => origin?.offset !== undefined)

  it('nothing is in the way of reading the headers', () => {
    expect(dead.flatMap(({ failure }) => failure.decodeIssues)).toEqual([])
    expect(withPlace.length).toBeGreaterThan(100)
  })

  it('the origin is there, and has the time that the dead letter tells of', () => {
    for (const { name, record, failure, originOf } of withPlace) {
      const origin = originOf(failure.origin!)
      expect(origin, `${name} ${record.topic}/${record.partition}@${record.offset}`).toBeDefined()
      if (failure.origin!.timestamp !== undefined) expect(failure.origin!.timestamp).toBe(origin!.timestampMs)
    }
  })

  it('key and value are those of the origin, unless what could be read was written anew', () => {
    for (const { record, failure, originOf } of withPlace) {
      const { key, value } = failure.payloadSource === 'pointer' ? { key: null, value: null } : originOf(failure.origin!)!
      expect([record.key, record.value]).toEqual([key, value])
    }
  })

  it('what is left without the headers of the failure are those of the first record, byte by byte and in order', () => {
    for (const { name, record, failure, originOf } of withPlace) {
      const first = originOf(failure.hops[0]!)!
      const left = stripHeaders(record.headers, failure.dialect).filter(({ key }) => key !== '__Key_TypeId__')
      // A share group's broker copies none.
      expect(left, `${name} ${record.topic}/${record.partition}@${record.offset}`).toEqual(failure.dialect === 'share-dlq' ? [] : first.headers)
      expect(stripHeaders(left, failure.dialect)).toEqual(left)
    }
  })

  it('the last failure is never told to be later than the record that tells of it, nor before its origin', () => {
    for (const { record, failure } of withPlace) {
      const { lastFailureAt, firstFailureAt, origin } = failure
      if (lastFailureAt === undefined) continue
      expect(lastFailureAt).toBeLessThanOrEqual(record.timestampMs)
      expect(lastFailureAt).toBeGreaterThanOrEqual(firstFailureAt ?? 0)
      expect(lastFailureAt).toBeGreaterThanOrEqual(origin!.timestamp ?? 0)
    }
  })

  it('failures of one bug have one fingerprint, whatever ids and numbers they tell', () => {
    const groups = Map.groupBy(withPlace.filter(({ name, record }) => name === 'spring-dlpr-replayed' && record.topic.endsWith('-dlt') && record.key !== null), ({ failure }) => failure.fingerprint.id)
    expect([...groups.values()].map((group) => new Set(group.map(({ failure }) => failure.group))).map((of) => [...of])).toEqual([['billing'], ['order-repair']])
  })
})
