// Taking single records out of a log, over random histories: HEADWATER_SEED=<n> repeats one.
import { afterEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import type { LogConfigs } from '../../../core/log/log-configs.ts'
import { Logs } from '../../../core/log/logs.ts'
import { LogCleaner } from '../../../core/log/log-cleaner.ts'
import type { PartitionLog, PendingUnit } from '../../../core/log/partition-log.ts'
import { retract } from '../../../core/log/retraction.ts'
import type { Codec } from '../../../core/protocol/records/compression.ts'
import { type BatchSpec, encodeBatch } from '../../../core/protocol/records/record-batch.ts'
import { readAll } from '../../support/compaction-model.ts'
import { defaultLogConfigs } from '../../support/logs.ts'
import { openTestStorage, type TestStorage } from '../../support/storage.ts'

let store: TestStorage | undefined
afterEach(async () => {
  await store?.close()
  store = undefined
})

const PARTITION = 3

function openLog(opened: TestStorage, configs: LogConfigs = defaultLogConfigs): PartitionLog {
  const logs = new Logs(opened.storage, opened.time)
  opened.storage.bound((id) => logs.extentLimits(id), () => false)
  const log = logs.create(PARTITION, configs)
  logs.restoreProducers()
  return log
}

async function produce(opened: TestStorage, log: PartitionLog, values: readonly string[], own: Partial<BatchSpec> = {}): Promise<number> {
  const unit: PendingUnit = { appends: [], writes: [] }
  const records = values.map((value) => ({ key: Buffer.from('k'), value: Buffer.from(value), headers: [], timestamp: opened.time.now() }))
  const { baseOffset } = log.append(encodeBatch({ records, ...own }), { produceVersion: 11, admit: () => undefined }, unit)
  await opened.storage.commit(unit)
  return baseOffset
}

const valuesOf = (log: PartitionLog): [number, string | null][] => readAll(log).records.map(({ offset, value }) => [offset, value])

describe('records taken out of a log', () => {
  const wanted = process.env['HEADWATER_SEED']
  const seeds = wanted === undefined ? Array.from({ length: 12 }, (_, i) => i + 1) : [Number(wanted)]

  it.each(seeds)('are gone, the others stay where they are, also after a restart: seed %i', async (seed) => {
    const random = seededRandom(seed)
    store = await openTestStorage(undefined, { generationBytes: 20_000 })
    let log = openLog(store)
    const expected = new Map<number, string>()
    for (let round = 0; round < 25; round++) {
      const values = Array.from({ length: 1 + random.below(8) }, (_, i) => `round ${round} value ${i} `.repeat(1 + random.below(30)))
      const baseOffset = await produce(store, log, values, { codec: random.below(5) as Codec })
      for (const [i, value] of values.entries()) expected.set(baseOffset + i, value)
      if (random.below(4) === 0) {
        const [from, count] = [random.below(log.logEndOffset), 1 + random.below(6)]
        const offsets = Array.from({ length: count }, (_, i) => from + i * (1 + random.below(3)))
        const end = log.logEndOffset
        const there = new Set(offsets.filter((offset) => expected.has(offset)))
        expect(await retract(log, offsets, { storage: store.storage, clock: store.time })).toBe(there.size)
        for (const offset of offsets) expected.delete(offset)
        expect(log.logEndOffset).toBe(end)
        expect(valuesOf(log)).toEqual([...expected])
      }
      if (random.below(8) === 0) {
        await store.reopen()
        log = openLog(store)
        expect(valuesOf(log)).toEqual([...expected])
      }
      if (random.below(8) === 0) await store.storage.cleanFiles()
    }
    await store.reopen()
    expect(valuesOf(openLog(store))).toEqual([...expected])
  })

  it('leave the end of the log where it was, and what comes next continues there', async () => {
    store = await openTestStorage()
    const log = openLog(store)
    await produce(store, log, ['a', 'b', 'c'])
    await retract(log, [0, 1, 2], { storage: store.storage, clock: store.time })
    expect(valuesOf(log)).toEqual([])
    await store.reopen()
    const reopened = openLog(store)
    expect([reopened.logStartOffset, reopened.logEndOffset]).toEqual([0, 3])
    expect(await produce(store, reopened, ['d'])).toBe(3)
    expect(valuesOf(reopened)).toEqual([[3, 'd']])
  })

  it('do not make an idempotent producer lose its place', async () => {
    store = await openTestStorage()
    const log = openLog(store)
    const producer = { producerId: 5, producerEpoch: 0 }
    await produce(store, log, ['a', 'b'], { ...producer, baseSequence: 0 })
    await retract(log, [0, 1], { storage: store.storage, clock: store.time })
    await store.reopen()
    const reopened = openLog(store)
    expect(await produce(store, reopened, ['c'], { ...producer, baseSequence: 2 })).toBe(2)
    await expect(produce(store, reopened, ['z'], { ...producer, baseSequence: 9 })).rejects.toThrow('Producer 5 (epoch 0) sent sequence 9; 3 comes next.')
  })

  it('are left alone where a transaction is still open', async () => {
    store = await openTestStorage()
    const log = openLog(store)
    await produce(store, log, ['a'])
    await produce(store, log, ['open'], { producerId: 9, producerEpoch: 0, baseSequence: 0, transactional: true })
    expect(await retract(log, [0, 1], { storage: store.storage, clock: store.time })).toBe(1)
    expect(valuesOf(log)).toEqual([[1, 'open']])
  })

  it('keep the markers of their transaction', async () => {
    store = await openTestStorage()
    const log = openLog(store)
    await produce(store, log, ['t'], { producerId: 9, producerEpoch: 0, baseSequence: 0, transactional: true })
    const unit: PendingUnit = { appends: [], writes: [] }
    log.appendMarker({ producerId: 9, producerEpoch: 0, coordinatorEpoch: 0, isCommit: true }, unit)
    await store.storage.commit(unit)
    expect(await retract(log, [0, 1], { storage: store.storage, clock: store.time })).toBe(1)
    expect(readAll(log).markers.map(({ offset }) => offset)).toEqual([1])
  })

  it('are taken one after the other with compaction, by the cleaner', async () => {
    store = await openTestStorage()
    const logs = new Logs(store.storage, store.time)
    store.storage.bound((id) => logs.extentLimits(id), () => false)
    const log = logs.create(PARTITION, { ...defaultLogConfigs, isCompacted: true, isDeleted: false })
    await produce(store, log, ['a', 'b', 'c'])
    const cleaner = new LogCleaner({ logs, storage: store.storage, clock: store.time, isCompacting: () => true, maxKeyBytes: () => 1_000_000 })
    const [compacted, removed] = await Promise.all([cleaner.compactNow(), cleaner.retract(log, [2])])
    expect([compacted.partitions, removed]).toEqual([1, 1])
    expect(valuesOf(log)).toEqual([])
    await cleaner.stop()
  })
})
