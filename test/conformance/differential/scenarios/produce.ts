// Produce: batches good and bad, acknowledgements, times, codecs.
import { crc32c } from '../../../../core/base/crc32c.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { Produce } from '../../../../core/protocol/messages/produce.ts'
import type { Codec } from '../../../../core/protocol/records/compression.ts'
import { systemClock } from '../../../../core/base/clock.ts'
import { family } from '../scenario.ts'
import { batch, fetch, listOffset, patched, produce, produceRequest, record, THEN_MS } from './records.ts'

const STRANGER = 'c3RyYW5nZXJzdHJhbmdlcg'
const HOUR_MS = 3_600_000

const withNewCrc = (bytes: Buffer, change: (copy: Buffer) => void): Buffer =>
  patched(bytes, (copy) => {
    change(copy)
    copy.writeUInt32BE(crc32c(copy.subarray(21)), 17)
  })

export const producing = family('produce', {
  'produce in every version, and read back': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named())
    for (let version = 3; version <= 13; version++) await produce(client, on.named(), batch(2), { version, topicId })
    await fetch(client, on.named(), 0)
  },

  'produce with every kind of acks': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const acks of [-1, 1]) await produce(client, on.named(), record('a'), { acks, note: `acks ${acks}` })
    for (const acks of [2, -2, 3]) await produce(client, on.named(), record('b'), { acks, note: `acks ${acks}` })
    client.tell(Produce, 9, produceRequest(on.named(), record('unanswered'), { acks: 0 }))
    await produce(client, on.named(), record('after'), { note: 'behind one with acks 0' })
    await fetch(client, on.named(), 0)
    const doomed = await on.connect()
    doomed.tell(Produce, 9, produceRequest(on.named('stranger'), record('x'), { acks: 0 }))
    await doomed.lives('behind a failed one with acks 0')
    const empty = await on.connect()
    empty.tell(Produce, 9, { acks: 0, timeoutMs: 1_000, topicData: [] })
    await empty.lives('behind an empty one with acks 0')
  },

  'produce to nowhere': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named())
    for (const version of [3, 8, 9, 12]) await produce(client, on.named('stranger'), record('a'), { version, note: 'an unknown topic' })
    await produce(client, '', record('a'), { version: 13, topicId: STRANGER, note: 'an unknown topic id' })
    await produce(client, '', record('a'), { version: 13, topicId: 'AAAAAAAAAAAAAAAAAAAAAA', note: 'no topic id' })
    for (const partition of [1, -1]) await produce(client, on.named(), record('a'), { version: 13, topicId, partition, note: `partition ${partition}` })
    for (const partition of [1, -1]) await produce(client, on.named(), record('a'), { partition, note: `partition ${partition}` })
    await produce(client, 'a b', record('a'), { note: 'an illegal name' })
    await produce(client, '__consumer_offsets', record('a', 'a'), { note: 'an internal topic' })
    await client.send(Produce, 9, { acks: -1, timeoutMs: 1_000, topicData: [] }, { note: 'nothing' })
    await client.send(Produce, 9, { acks: -1, timeoutMs: 1_000, topicData: [{ name: on.named(), partitionData: [] }] }, { note: 'no partition' })
  },

  'produce good and bad together': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    const partitionData = [{ index: 0, records: batch(1) }, { index: 7, records: batch(1) }, { index: 1, records: patched(batch(1), (copy) => copy.writeUInt8(copy[65]! ^ 1, 65)) }]
    await client.send(Produce, 8, { acks: -1, timeoutMs: 1_000, topicData: [{ name: on.named('stranger'), partitionData: [partitionData[0]!] }, { name: on.named(), partitionData }] })
  },

  'produce batches that are not right': async (on) => {
    const client = await on.connect()
    const good = batch(3)
    const cases: [string, Buffer][] = [
      ['a wrong checksum', patched(good, (copy) => copy.writeUInt8(copy[80]! ^ 1, 80))],
      ['a base offset of 5', patched(good, (copy) => copy.writeBigInt64BE(5n, 0))],
      ['a count that is too large', withNewCrc(good, (copy) => copy.writeInt32BE(4, 57))],
      ['a count that is too small', withNewCrc(good, (copy) => copy.writeInt32BE(2, 57))],
      ['a count of zero', withNewCrc(good, (copy) => copy.writeInt32BE(0, 57))],
      ['a negative count', withNewCrc(good, (copy) => copy.writeInt32BE(-1, 57))],
      ['a last offset delta that is too large', withNewCrc(good, (copy) => copy.writeInt32BE(5, 23))],
      ['the bit of a control batch', withNewCrc(good, (copy) => copy.writeInt16BE(0x20, 21))],
      ['the bit of LogAppendTime', withNewCrc(good, (copy) => copy.writeInt16BE(0x08, 21))],
      ['a codec that does not exist', withNewCrc(good, (copy) => copy.writeInt16BE(7, 21))],
      ['gzip that is none', withNewCrc(good, (copy) => copy.writeInt16BE(1, 21))],
      ['a wrong maximum timestamp', withNewCrc(good, (copy) => copy.writeBigInt64BE(BigInt(THEN_MS), 35))],
      ['magic 1', patched(good, (copy) => copy.writeInt8(1, 16))],
      ['magic 3', patched(good, (copy) => copy.writeInt8(3, 16))],
      ['two batches', Buffer.concat([good, good])],
      ['a batch and a half', Buffer.concat([good, good.subarray(0, 40)])],
      ['half a batch', good.subarray(0, 70)],
      ['a header alone', good.subarray(0, 12)],
      ['a size that is too small', patched(good, (copy) => copy.writeInt32BE(10, 8))],
      ['a size that is too large', patched(good, (copy) => copy.writeInt32BE(copy.length, 8))],
      ['no bytes', Buffer.alloc(0)],
      ['a producer id without a sequence', withNewCrc(good, (copy) => copy.writeBigInt64BE(4_000n, 43))],
      ['a record that is cut off', withNewCrc(good, (copy) => copy.writeUInt8(0x7e, 61))],
      ['a partition leader epoch', patched(good, (copy) => copy.writeInt32BE(77, 12))],
      ['the bit of a delete horizon', withNewCrc(good, (copy) => copy.writeInt16BE(0x40, 21))],
      ['the bit of a transaction without a producer', withNewCrc(good, (copy) => copy.writeInt16BE(0x10, 21))],
    ]
    await client.createTopic(on.named(), cases.length)
    for (const [partition, [note, records]] of cases.entries()) {
      const mine = await on.connect()
      await produce(mine, on.named(), records, { version: 8, partition, note }).catch(() => {})
      await fetch(client, on.named(), 0, { partition, note })
    }
  },

  'produce more than a topic takes': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { 'max.message.bytes': '1000' })
    const large = record('x'.repeat(1_000), null)
    await produce(client, on.named(), large, { note: 'a batch that is too large' })
    await produce(client, on.named(), record('x'.repeat(1_000 - record('').length - 2), null), { note: 'a batch that just fits' })
    await produce(client, on.named(), record('x'.repeat(5_000), null, THEN_MS, { codec: 1 }), { note: 'a batch that fits because it is compressed' })
    await client.createTopic(on.named('default'))
    await produce(client, on.named('default'), record('x'.repeat(100_001)), { note: "larger than the broker's own limit" })
  },

  'produce a batch that no segment holds': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { 'max.message.bytes': '3000000', 'segment.bytes': '1048576' })
    await produce(client, on.named(), record('x'.repeat(1_048_577)), { note: 'larger than a segment' })
    await produce(client, on.named(), record('x'.repeat(1_000_000)), { note: 'just smaller' })
  },

  'produce where more replicas are demanded than there are': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { 'min.insync.replicas': '2' })
    for (const acks of [-1, 1]) await produce(client, on.named(), record('a'), { acks, note: `acks ${acks}` })
    client.tell(Produce, 9, produceRequest(on.named(), record('b'), { acks: 0 }))
    await listOffset(client, on.named(), -1, { note: 'how many were taken' })
  },

  'produce to a compacted topic': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { 'cleanup.policy': 'compact' })
    await produce(client, on.named(), record('a', 'key'), { note: 'with a key' })
    for (const version of [7, 8, 9]) await produce(client, on.named(), record('a'), { version, note: 'without a key' })
    await produce(client, on.named(), record(null, 'key'), { note: 'a tombstone' })
    await produce(client, on.named(), record('a', ''), { note: 'with an empty key' })
    await produce(client, on.named(), record('a', null, THEN_MS, { codec: 4 }), { note: 'without a key, compressed' })
    const three = batch(3, { records: [{ key: Buffer.from('k'), value: null, timestamp: THEN_MS }, { key: null, value: null, timestamp: THEN_MS }, { key: null, value: null, timestamp: THEN_MS }] })
    await produce(client, on.named(), three, { note: 'two of three without a key' })
    await fetch(client, on.named(), 0)
  },

  'timestamps, as the producer says': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await produce(client, on.named(), record('long ago', null, 1), { note: 'in 1970' })
    await produce(client, on.named(), record('none', null, -1), { note: 'none' })
    await produce(client, on.named(), record('before', null, -2), { note: 'minus two' })
    await produce(client, on.named(), record('soon', null, systemClock.now() + HOUR_MS / 2), { note: 'in half an hour' })
    for (const version of [7, 8]) await produce(client, on.named(), record('too late', null, systemClock.now() + 2 * HOUR_MS), { version, note: 'in two hours' })
    await listOffset(client, on.named(), -1)
    const mixed = batch(3, { records: [5, 1, 3].map((second) => ({ key: null, value: null, timestamp: THEN_MS + second * 1_000 })) })
    await produce(client, on.named(), mixed, { note: 'not in order' })
    await fetch(client, on.named(), 4)
  },

  'timestamps, within limits': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { 'message.timestamp.before.max.ms': '1000000', 'message.timestamp.after.max.ms': '1000' })
    const now = systemClock.now()
    await produce(client, on.named(), record('now', null, now), { note: 'now' })
    for (const version of [7, 8]) await produce(client, on.named(), record('early', null, now - 2_000_000), { version, note: 'too early' })
    await produce(client, on.named(), record('late', null, now + 900_000), { version: 8, note: 'too late' })
    const mixed = batch(3, { records: [now, now - 3_000_000, now - 4_000_000].map((timestamp) => ({ key: null, value: null, timestamp })) })
    await produce(client, on.named(), mixed, { version: 8, note: 'two of three too early' })
    await produce(client, on.named(), record('none', null, -1), { version: 8, note: 'none' })
  },

  'timestamps, as the broker says': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { 'message.timestamp.type': 'LogAppendTime' })
    for (const version of [3, 9, 12]) await produce(client, on.named(), batch(2), { version })
    await produce(client, on.named(), record('later', null, systemClock.now() + 2 * HOUR_MS), { note: 'in two hours' })
    await produce(client, on.named(), batch(3, { codec: 1 }), { note: 'compressed' })
    await fetch(client, on.named(), 0)
    await listOffset(client, on.named(), 1_600_000_000_000, { note: 'by time' })
  },

  'compression, kept as the producer chose': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const codec of [0, 1, 2, 3, 4] as Codec[]) await produce(client, on.named(), batch(20, { codec }), { note: `codec ${codec}` })
    for (const version of [3, 6, 7]) await produce(client, on.named(), batch(2, { codec: 4 }), { version, note: 'zstd' })
    await fetch(client, on.named(), 0)
    for (const version of [9, 10]) await fetch(client, on.named(), 80, { version, note: 'zstd' })
  },

  'compression, as the topic says': async (on) => {
    const client = await on.connect()
    for (const type of ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd', 'producer']) {
      await client.createTopic(on.named(type), 1, { 'compression.type': type })
      for (const codec of [0, 1, 4] as Codec[]) await produce(client, on.named(type), batch(3, { codec }), { isUnrecorded: true })
      await fetch(client, on.named(type), 0, { note: type })
    }
  },

  'records with headers, nulls and empties': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const headers = [{ key: 'h', value: Buffer.from('1') }, { key: 'h', value: null }, { key: '', value: Buffer.alloc(0) }]
    const records = [{ key: null, value: null }, { key: Buffer.alloc(0), value: Buffer.alloc(0) }, { key: Buffer.from([0, 255]), value: Buffer.from('ä'), headers }]
    await produce(client, on.named(), batch(3, { records: records.map((one) => ({ ...one, timestamp: THEN_MS })) }))
    for (const version of [4, 11]) await fetch(client, on.named(), 0, { version })
  },

  'one connection, many produce requests at once': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await Promise.all(Array.from({ length: 10 }, async (_, i) => produce(client, on.named(), record(String(i)), { note: String(i) })))
    await client.send(Fetch, 4, { maxWaitMs: 0, minBytes: 1, topics: [{ topic: on.named(), partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100_000 }] }] })
  },
})
