// What is left of compacted topics: newest values, tombstones, aborted transactions, and the offsets and batches around them.
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../../../core/base/clock.ts'
import type { DecodedResponseOf } from '../../../../core/protocol/define-api.ts'
import { EndTxn } from '../../../../core/protocol/messages/end-txn.ts'
import { AddPartitionsToTxn } from '../../../../core/protocol/messages/add-partitions-to-txn.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { InitProducerId } from '../../../../core/protocol/messages/init-producer-id.ts'
import { batches, type BatchSpec, encodeBatch, isControl, lastOffsetOf } from '../../../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../../../core/protocol/records/record.ts'
import type { Connection } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { listOffset, produce, THEN_MS } from './records.ts'

/** Segments end when the next record is a second later; what has ended is cleaned at once. */
const CONFIGS = { 'cleanup.policy': 'compact', 'segment.ms': '1000', 'min.cleanable.dirty.ratio': '0.01', 'max.compaction.lag.ms': '9223372036854775807' }
const HOUR_MS = 3_600_000
const LIMIT_MS = 8_000

/** `['k', 'v']` or `['k', null]` each, all of one time. */
const keyed = (entries: readonly (readonly [key: string, value: string | null])[], timestamp: number, spec: Partial<BatchSpec> = {}): Buffer =>
  encodeBatch({ records: entries.map(([key, value]) => ({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value), timestamp })), ...spec })

/** Ends the segment with what was written so far, and another one behind it. */
async function endSegment(client: Connection, topic: string, times: readonly number[] = [THEN_MS + 100 * HOUR_MS, THEN_MS + 200 * HOUR_MS]): Promise<void> {
  for (const [index, timestamp] of times.entries()) await produce(client, topic, keyed([[`end-${index}`, 'x']], timestamp), { isUnrecorded: true })
}

const fetchFrom = (topic: string, fetchOffset: number, isolationLevel: number) => ({ maxWaitMs: 0, minBytes: 0, isolationLevel, topics: [{ topic, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1_000_000 }] }] })

/** The log from an offset on: Kafka answers a segment at a time. The batches of all stand in the last answer, which is the one recorded. */
async function readAll(client: Connection, topic: string, note: string | null, { from = 0, isolationLevel = 0 } = {}): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let offset = from; ;) {
    const answer = await client.send(Fetch, 11, fetchFrom(topic, offset, isolationLevel), { isUnrecorded: true })
    const { records, highWatermark } = answer.responses[0]!.partitions[0]!
    const last = records === null ? undefined : [...batches(records)].at(-1)
    if (last !== undefined) parts.push(records!)
    offset = last === undefined ? highWatermark : lastOffsetOf(last.header) + 1
    if (offset < highWatermark) continue
    const all = Buffer.concat(parts)
    const withAll = (end: DecodedResponseOf<typeof Fetch>): DecodedResponseOf<typeof Fetch> => ({ ...end, responses: end.responses.map((one) => ({ ...one, partitions: one.partitions.map((partition) => ({ ...partition, records: all })) })) })
    if (note !== null) await client.send(Fetch, 11, fetchFrom(topic, highWatermark, isolationLevel), { note, only: withAll })
    return all
  }
}

/** Until no record is left at these offsets; recorded is what one reads then, from the start. */
async function cleaned(client: Connection, topic: string, gone: readonly number[], note: string | null, isolationLevel = 0): Promise<void> {
  for (const deadline = performance.now() + LIMIT_MS; performance.now() < deadline; await pause(50)) {
    const records = await readAll(client, topic, null, { isolationLevel })
    const offsets = new Set([...batches(records)].flatMap(({ at, header }) => (isControl(header.attributes) ? [] : decodeRecords(records, at, header).map(({ offset }) => Number(offset)))))
    if (gone.every((offset) => !offsets.has(offset))) break
  }
  if (note !== null) await readAll(client, topic, note, { isolationLevel })
}

export const compaction = family('compaction', {
  'the newest value of every key stays': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, CONFIGS)
    await produce(client, on.named(), keyed([['a', '1'], ['b', '1'], ['c', '1']], THEN_MS), { isUnrecorded: true })
    await produce(client, on.named(), keyed([['a', '2'], ['a', '3'], ['d', '1']], THEN_MS), { isUnrecorded: true })
    await produce(client, on.named(), keyed([['b', '2']], THEN_MS, { codec: 1 }), { isUnrecorded: true })
    await produce(client, on.named(), keyed([['b', '3'], ['e', '1']], THEN_MS, { codec: 4 }), { isUnrecorded: true })
    await endSegment(client, on.named())
    await cleaned(client, on.named(), [0, 1, 3, 6], 'from the start')
    for (const from of [1, 3, 6]) await readAll(client, on.named(), `from ${from}, which is gone`, { from })
    for (const timestamp of [-1, -2, THEN_MS]) await listOffset(client, on.named(), timestamp, { note: timestamp < 0 ? String(timestamp) : 'by time' })
  },

  'tombstones stay for their time': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, CONFIGS)
    await produce(client, on.named(), keyed([['a', '1'], ['b', '1']], THEN_MS), { isUnrecorded: true })
    await produce(client, on.named(), keyed([['a', null], ['c', null]], THEN_MS), { isUnrecorded: true })
    await endSegment(client, on.named())
    await cleaned(client, on.named(), [0], 'with a delete horizon')
  },

  'tombstones that nobody has to see': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { ...CONFIGS, 'delete.retention.ms': '0' })
    await produce(client, on.named(), keyed([['a', '1'], ['b', '1']], THEN_MS), { isUnrecorded: true })
    await produce(client, on.named(), keyed([['a', null], ['c', '1']], THEN_MS), { isUnrecorded: true })
    await endSegment(client, on.named())
    await cleaned(client, on.named(), [0], null)
    await produce(client, on.named(), keyed([['d', '1']], THEN_MS + 300 * HOUR_MS), { isUnrecorded: true })
    await produce(client, on.named(), keyed([['e', '1']], THEN_MS + 400 * HOUR_MS), { isUnrecorded: true })
    await cleaned(client, on.named(), [0, 2], 'without the tombstone')
  },

  'the last batch of a producer stays, even if it is empty': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, CONFIGS)
    const { producerId } = await client.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 60_000 }, { isUnrecorded: true })
    await produce(client, on.named(), keyed([['a', '1']], THEN_MS, { producerId, producerEpoch: 0, baseSequence: 0 }), { isUnrecorded: true })
    await produce(client, on.named(), keyed([['a', '2']], THEN_MS, { producerId, producerEpoch: 0, baseSequence: 1 }), { isUnrecorded: true })
    await produce(client, on.named(), keyed([['a', '3'], ['b', '1']], THEN_MS), { isUnrecorded: true })
    await endSegment(client, on.named())
    await cleaned(client, on.named(), [0, 1], 'from the start')
    await produce(client, on.named(), keyed([['a', '2']], THEN_MS, { producerId, producerEpoch: 0, baseSequence: 1 }), { note: 'its last batch again' })
    await produce(client, on.named(), keyed([['z', '1']], THEN_MS + 200 * HOUR_MS, { producerId, producerEpoch: 0, baseSequence: 2 }), { note: 'its next batch' })
  },

  'aborted records go, committed ones stay': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, CONFIGS)
    const { producerId, producerEpoch } = await client.send(InitProducerId, 4, { transactionalId: on.named(), transactionTimeoutMs: 60_000 }, { isUnrecorded: true })
    const producer = { producerId, producerEpoch }
    const inTransaction = async (baseSequence: number, committed: boolean, value: string): Promise<void> => {
      await client.until(AddPartitionsToTxn, 3, { v3AndBelowTransactionalId: on.named(), v3AndBelowProducerId: producerId, v3AndBelowProducerEpoch: producerEpoch, v3AndBelowTopics: [{ name: on.named(), partitions: [0] }] }, ({ resultsByTopicV3AndBelow }) => resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode === 0, { isUnrecorded: true })
      await produce(client, on.named(), keyed([['a', value], [value, value]], THEN_MS, { ...producer, baseSequence, transactional: true }), { transactionalId: on.named(), isUnrecorded: true })
      await client.until(EndTxn, 3, { transactionalId: on.named(), ...producer, committed }, ({ errorCode }) => errorCode === 0, { isUnrecorded: true })
      await client.until(Fetch, 11, { maxWaitMs: 0, minBytes: 0, isolationLevel: 1, topics: [{ topic: on.named(), partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 }] }] }, ({ responses }) => responses[0]!.partitions[0]!.highWatermark === responses[0]!.partitions[0]!.lastStableOffset && responses[0]!.partitions[0]!.highWatermark % 3 === 0, { isUnrecorded: true })
    }
    await inTransaction(0, true, 'committed')
    await inTransaction(2, false, 'aborted')
    await readAll(client, on.named(), 'before', { isolationLevel: 1 })
    await endSegment(client, on.named(), [10_000, 20_000].map((ms) => systemClock.now() + ms))
    await cleaned(client, on.named(), [3, 4], 'afterwards', 1)
    await readAll(client, on.named(), 'afterwards, read_uncommitted')
  },
}, 'compaction')
