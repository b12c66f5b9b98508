// The last look at everything: what is in each log, what a read_committed consumer makes of it, and that both agree with what was promised.
import { errorOf } from '../../core/protocol/error-codes.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { ListOffsets } from '../../core/protocol/messages/list-offsets.ts'
import { OffsetFetch } from '../../core/protocol/messages/offset-fetch.ts'
import { type BatchHeader, batches, isControl, isTransactional } from '../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../core/protocol/records/record.ts'
import type { SocketlessClient } from '../support/socketless-broker.ts'
import { committedBatches } from './committed-records.ts'
import { LEDGER } from './admin.ts'
import { type LogModel, markerOf, type SentBatch } from './log-model.ts'
import type { Place, Topics } from './topics.ts'
import type { Outcome } from './transaction-model.ts'
import type { TransactionalOffsets } from './transactional-offsets.ts'
import { Violation, type World } from './world.ts'

const EARLIEST = -2

export async function checkEverything(world: World, topics: Topics): Promise<void> {
  const client = world.connect('final reader')
  for (const topic of topics.live) {
    for (const [index, log] of topic.logs.entries()) {
      const place = { topic, index, log }
      const raw = await readAll(client, place, 0, world)
      decideTransactions(log, raw)
      if (log.isCompacted) log.checkCompacted(new Set(valuesOf(raw)))
      log.checkComplete(new Set([...batches(raw)].map(({ header }) => header.baseOffset)))
      await checkReadCommitted(client, place, raw, world)
    }
  }
  client.close()
}

/** From the log start to the end, in small steps so that answers begin anywhere. */
async function readAll(client: SocketlessClient, place: Place, isolationLevel: 0 | 1, world: World, handOut?: (baseOffset: number) => void): Promise<Buffer> {
  const { topic, index, log } = place
  const chunks: Buffer[] = []
  for (let position = await logStart(client, place); ;) {
    const fetched = await fetchOnce(client, { topicId: topic.topicId, partition: index }, position, isolationLevel)
    log.bounds(fetched, world.time.latestMs)
    const records = Buffer.from(fetched.records ?? [])
    const limit = isolationLevel === 1 ? fetched.lastStableOffset : fetched.highWatermark
    if (records.length === 0) {
      if (fetched.lastStableOffset !== fetched.highWatermark) throw new Violation(`${log.title}: all transactions have ended, and the last stable offset is ${fetched.lastStableOffset}, the high watermark ${fetched.highWatermark}`)
      if (position < limit) throw new Violation(`${log.title}: a read at ${position} gives nothing although the log goes on to ${limit}`)
      return Buffer.concat(chunks)
    }
    if (handOut) for (const baseOffset of committedBatches(records, position, fetched.abortedTransactions ?? [])) handOut(baseOffset)
    chunks.push(records)
    position = log.read(records, position)
  }
}

async function logStart(client: SocketlessClient, { topic, index }: Place): Promise<number> {
  const asked = { replicaId: -1, isolationLevel: 0, topics: [{ name: topic.name, partitions: [{ partitionIndex: index, timestamp: EARLIEST }] }] }
  return (await client.send(ListOffsets, 7, asked)).topics[0]!.partitions[0]!.offset
}

async function fetchOnce(client: SocketlessClient, place: { topicId: string; partition: number }, position: number, isolationLevel: 0 | 1) {
  const fetched = await fetchPartition(client, place, position, isolationLevel)
  if (fetched.errorCode !== 0) throw new Violation(`the last read of ${place.topicId}-${place.partition} at ${position} answered ${errorOf(fetched.errorCode).name}`)
  return fetched
}

async function fetchPartition(client: SocketlessClient, { topicId, partition }: { topicId: string; partition: number }, fetchOffset: number, isolationLevel: 0 | 1) {
  const response = await client.send(Fetch, 13, {
    maxWaitMs: 0,
    minBytes: 0,
    isolationLevel,
    topics: [{ topicId, partitions: [{ partition, fetchOffset, partitionMaxBytes: 400 }] }],
    forgottenTopicsData: [],
  })
  return response.responses[0]!.partitions[0]!
}

/** The marker behind a transaction's batches says what became of it, and all partitions must say the same. */
function decideTransactions(log: LogModel, raw: Buffer): void {
  const undecided = new Map<number, SentBatch[]>()
  for (const { at, header } of batches(raw)) {
    if (isControl(header.attributes)) {
      const outcome = markerOf(raw, at, header) === 'commit' ? 'committed' : 'aborted'
      for (const { id, transaction } of undecided.get(header.producerId) ?? []) transaction!.is(outcome, `the marker at ${header.baseOffset} of ${log.title}, behind batch ${id}`)
      undecided.delete(header.producerId)
    } else if (isTransactional(header.attributes)) {
      const batch = log.holding(raw, at, header)
      if (batch === undefined) continue // compacted away but for its sequence number
      const before = undecided.get(header.producerId) ?? []
      undecided.set(header.producerId, [...before, batch])
      const isMixed = before.some(({ transaction }) => transaction !== batch.transaction)
      if (isMixed) throw new Violation(`${log.title}: ${before[0]!.transaction!.title} has no marker before ${batch.transaction!.title} begins at ${header.baseOffset}`)
    }
  }
  for (const [batch] of undecided.values()) throw new Violation(`${log.title}: ${batch!.transaction!.title} has neither been committed nor aborted`)
}

/** Offsets and markers tell the same story of each transaction. */
export async function checkTransactionalOffsets(world: World, offsets: TransactionalOffsets): Promise<void> {
  const client = world.connect('final reader')
  const asked = [{ groupId: offsets.groupId, topics: [{ name: LEDGER, partitionIndexes: [0, 1] }] }]
  const [group] = (await client.send(OffsetFetch, 8, { groups: asked, requireStable: true })).groups
  client.close()
  const found = new Map(group!.topics[0]!.partitions.map(({ partitionIndex, committedOffset, errorCode }) => [partitionIndex, { committedOffset, errorCode }]))
  for (const [partition, { committedOffset, errorCode }] of found) {
    if (errorCode !== 0) throw new Violation(`${offsets.groupId}: the offset of partition ${partition} answers ${errorOf(errorCode).name} although no transaction is open`)
    offsets.found(partition, committedOffset)
  }
  offsets.decide((partition) => found.get(partition)!.committedOffset)
}

/** A batch of which compaction left nothing is handed out as nothing: it is what it is for the consumer. */
function outcomeOf(log: LogModel, raw: Buffer, at: number, header: BatchHeader): Outcome {
  return log.holding(raw, at, header)?.transaction?.outcome ?? 'committed'
}

function* valuesOf(raw: Buffer): Generator<string> {
  for (const { at, header } of batches(raw)) if (!isControl(header.attributes)) for (const { value } of decodeRecords(raw, at, header)) yield String(value)
}

/** Exactly the records outside of transactions and those of committed ones, each once, in order. */
async function checkReadCommitted(client: SocketlessClient, place: Place, raw: Buffer, world: World): Promise<void> {
  const { log } = place
  const handedOut: number[] = []
  await readAll(client, place, 1, world, (baseOffset) => void (handedOut.at(-1) !== baseOffset && handedOut.push(baseOffset)))
  const expected = [...batches(raw)]
    .filter(({ at, header }) => !isControl(header.attributes) && outcomeOf(log, raw, at, header) === 'committed')
    .map(({ header }) => header.baseOffset)
  if (handedOut.join() !== expected.join()) throw new Violation(`${log.title}: a read_committed consumer is given the batches at ${handedOut.join()}; committed are those at ${expected.join()}`)
}
