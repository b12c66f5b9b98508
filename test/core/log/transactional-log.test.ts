// Transactions in a partition's log on a real store: markers, the last stable offset, aborted data, restart and failed commits.
import { afterEach, describe, expect, it } from 'vitest'
import { Logs } from '../../../core/log/logs.ts'
import type { PartitionLog, PendingUnit } from '../../../core/log/partition-log.ts'
import { batches, isControl } from '../../../core/protocol/records/record-batch.ts'
import { abortedTransactionsTable } from '../../../core/storage/tables.ts'
import { batchOf, defaultLogConfigs, openTestLogs, type TestLogs } from '../../support/logs.ts'

let test: TestLogs | undefined
afterEach(async () => {
  await test?.close()
  test = undefined
})

const T = Date.UTC(2026, 0, 1) // what FakeTime starts with
const open = async (): Promise<{ t: TestLogs; log: PartitionLog }> => {
  const t = (test = await openTestLogs())
  t.storage.failed.on(() => t.logs.reload())
  return { t, log: t.logs.create(1, defaultLogConfigs) }
}

const newUnit = (): PendingUnit => ({ appends: [], writes: [] })
const admit = (): void => undefined

interface Producer {
  readonly producerId: number
  readonly producerEpoch?: number
  readonly baseSequence?: number
}

/** Appends two records without waiting for the disk. */
function write(log: PartitionLog, unit: PendingUnit, producer: Producer, produceVersion = 11): number {
  const batch = batchOf(2, T, { producerEpoch: 0, baseSequence: 0, ...producer, transactional: true })
  return log.append(batch, { produceVersion, admit }, unit).baseOffset
}

async function writeDurably(t: TestLogs, log: PartitionLog, producer: Producer): Promise<number> {
  const unit = newUnit()
  const offset = write(log, unit, producer)
  await t.storage.commit(unit)
  return offset
}

async function end(t: TestLogs, log: PartitionLog, producerId: number, isCommit: boolean, producerEpoch = 0): Promise<void> {
  const unit = newUnit()
  log.appendMarker({ producerId, producerEpoch, coordinatorEpoch: 0, isCommit }, unit)
  await t.storage.commit(unit)
}

/** What is on disk, in a new Logs as after a restart. */
async function reopened(t: TestLogs): Promise<PartitionLog> {
  const logs = new Logs(await t.reopen(), t.time)
  const log = logs.create(1, defaultLogConfigs)
  logs.restoreProducers()
  return log
}

describe('the last stable offset', () => {
  it('stays at the first record of the earliest open transaction, and moves when its marker is durable', async () => {
    const { t, log } = await open()
    await t.append(log, batchOf(3, T))
    await writeDurably(t, log, { producerId: 1 })
    await writeDurably(t, log, { producerId: 2 })
    await t.append(log, batchOf(1, T))
    expect([log.lastStableOffset, log.highWatermark]).toEqual([3, 8])
    await end(t, log, 1, true)
    expect([log.lastStableOffset, log.highWatermark]).toEqual([5, 9])
    const unit = newUnit()
    log.appendMarker({ producerId: 2, producerEpoch: 0, coordinatorEpoch: 0, isCommit: true }, unit)
    expect(log.lastStableOffset).toBe(5)
    await t.storage.commit(unit)
    expect([log.lastStableOffset, log.highWatermark]).toEqual([10, 10])
  })

  it('never lies before the log start, even when the open transaction does', async () => {
    const { t, log } = await open()
    await writeDurably(t, log, { producerId: 1 })
    await t.append(log, batchOf(4, T))
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 3 }] })
    expect(log.lastStableOffset).toBe(3)
  })

  it('is the same after a restart, for open and for ended transactions', async () => {
    const { t, log } = await open()
    await writeDurably(t, log, { producerId: 9 })
    await writeDurably(t, log, { producerId: 3 })
    await end(t, log, 9, false)
    const again = await reopened(t)
    expect([again.lastStableOffset, again.highWatermark]).toEqual([2, 5])
    expect(again.abortedTransactions(0, 5)).toEqual([{ producerId: 9, firstOffset: 0 }])
    expect(again.activeProducers()).toEqual([
      { producerId: 3, producerEpoch: 0, lastSequence: 1, lastTimestampMs: T + 1, coordinatorEpoch: -1, currentTransactionFirstOffset: 2 },
      { producerId: 9, producerEpoch: 0, lastSequence: 1, lastTimestampMs: T, coordinatorEpoch: 0, currentTransactionFirstOffset: -1 },
    ])
  })
})

describe('a marker', () => {
  it('takes an offset, is read as a control batch, and counts as no record', async () => {
    const { t, log } = await open()
    await writeDurably(t, log, { producerId: 1 })
    await end(t, log, 1, true)
    const read = [...batches(log.read(0, 10_000, true))].map(({ header }) => [header.baseOffset, isControl(header.attributes)])
    expect(read).toEqual([[0, false], [2, true]])
    expect(t.storage.partition(1).extents[0]!.records).toBe(2)
  })

  it('of an abort is told to readers of the data before it, and to nobody else', async () => {
    const { t, log } = await open()
    await t.append(log, batchOf(2, T))
    await writeDurably(t, log, { producerId: 1 })
    await end(t, log, 1, false)
    await t.append(log, batchOf(2, T))
    expect(log.hasAbortedTransactions).toBe(true)
    expect([[0, 2], [0, 3], [4, 5], [5, 7]].map(([from, to]) => log.abortedTransactions(from!, to!).length)).toEqual([0, 1, 1, 0])
  })

  it('without data leaves no aborted transaction behind, and the producer goes on from sequence 0', async () => {
    const { t, log } = await open()
    await end(t, log, 4, false, 2)
    expect([log.highWatermark, log.hasAbortedTransactions]).toEqual([1, false])
    const unit = newUnit()
    expect(() => write(log, unit, { producerId: 4, producerEpoch: 1 })).toThrow('Producer 4 has epoch 1; the partition has seen epoch 2.')
    expect(() => write(log, unit, { producerId: 4, producerEpoch: 2, baseSequence: 5 })).toThrow('0 comes next')
    expect(write(log, unit, { producerId: 4, producerEpoch: 2 })).toBe(1)
  })

  it('of the past is refused', async () => {
    const { t, log } = await open()
    await end(t, log, 4, true, 2)
    const late = { producerId: 4, producerEpoch: 1, coordinatorEpoch: 0, isCommit: true }
    expect(() => log.appendMarker(late, newUnit())).toThrow('Producer 4 has epoch 1; the partition has seen epoch 2.')
    expect(() => log.appendMarker({ ...late, producerEpoch: 2, coordinatorEpoch: -1 }, newUnit())).toThrow('comes from coordinator epoch -1; the partition has seen 0.')
  })

  it('whose commit failed has not ended anything', async () => {
    const { t, log } = await open()
    await writeDurably(t, log, { producerId: 1 })
    const lost = newUnit()
    log.appendMarker({ producerId: 1, producerEpoch: 0, coordinatorEpoch: 0, isCommit: false }, lost)
    const poisoned = { ...lost, appends: [...lost.appends, { ...lost.appends[0]!, firstOffset: 0, lastOffset: 0 }] }
    await expect(t.storage.commit(poisoned)).rejects.toThrow('durable')
    expect([log.lastStableOffset, log.highWatermark, log.logEndOffset, log.hasAbortedTransactions]).toEqual([0, 2, 2, false])
    await end(t, log, 1, true)
    expect(log.lastStableOffset).toBe(3)
  })
})

describe('a transactional batch', () => {
  it('needs somebody to admit it', async () => {
    const { log } = await open()
    const batch = batchOf(1, T, { producerId: 1, producerEpoch: 0, baseSequence: 0, transactional: true })
    expect(() => log.append(batch, { produceVersion: 12 }, newUnit())).toThrow('Producer 1 has no open transaction on this partition.')
  })

  it('of an unknown producer begins at sequence 0 where partitions join by being written to', async () => {
    const { log } = await open()
    expect(() => write(log, newUnit(), { producerId: 1, baseSequence: 3 }, 12)).toThrow('Producer 1 (epoch 0) sent sequence 3; 0 comes next.')
    expect(write(log, newUnit(), { producerId: 1, baseSequence: 3 }, 11)).toBe(0)
  })

  it('keeps the others of its producer out: what is written beside an open transaction is refused', async () => {
    const { t, log } = await open()
    await writeDurably(t, log, { producerId: 1 })
    const plain = batchOf(1, T, { producerId: 1, producerEpoch: 0, baseSequence: 2 })
    expect(() => log.append(plain, { produceVersion: 11 }, newUnit())).toThrow('Producer 1 has an open transaction on this partition; this batch is not part of one.')
  })
})

describe('what is forgotten', () => {
  it('are aborted transactions before the log start, and idle producers without an open one', async () => {
    const { t, log } = await open()
    await writeDurably(t, log, { producerId: 1 })
    await end(t, log, 1, false)
    await writeDurably(t, log, { producerId: 2 })
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 3 }] })
    await t.time.advance(10_000)
    await t.logs.expireProducers(1000)
    const again = await reopened(t)
    expect(again.hasAbortedTransactions).toBe(false)
    expect(again.activeProducers().map(({ producerId }) => producerId)).toEqual([2])
  })

  it('is an abort whose commit comes behind the deletion of its partition, or together with it', async () => {
    const { t, log } = await open()
    await writeDurably(t, log, { producerId: 1 })
    await writeDurably(t, log, { producerId: 2 })
    const ends = [1, 2].map((producerId) => {
      const unit = newUnit()
      log.appendMarker({ producerId, producerEpoch: 0, coordinatorEpoch: 0, isCommit: false }, unit)
      return unit
    })
    await Promise.all([t.storage.commit(ends[0]!), t.storage.commit({ drops: [1] }), t.storage.commit(ends[1]!)])
    expect([...t.storage.entries(abortedTransactionsTable)]).toEqual([])
  })

  it('is everything of a partition that is dropped', async () => {
    const { t, log } = await open()
    await writeDurably(t, log, { producerId: 1 })
    await end(t, log, 1, false)
    await t.storage.commit({ drops: [1] })
    const again = await reopened(t)
    expect([again.hasAbortedTransactions, again.activeProducers(), again.highWatermark]).toEqual([false, [], 0])
  })
})
