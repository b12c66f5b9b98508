// Compaction against a simple model, over random histories: HEADWATER_SEED=<n> repeats one, HEADWATER_SEEDS=<n> runs that many.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Random, seededRandom } from '../../../../core/base/random.ts'
import { Compactor } from '../../../../core/log/compaction/compactor.ts'
import type { LogConfigs } from '../../../../core/log/log-configs.ts'
import { Logs } from '../../../../core/log/logs.ts'
import type { PartitionLog, PendingUnit } from '../../../../core/log/partition-log.ts'
import type { Codec } from '../../../../core/protocol/records/compression.ts'
import { type BatchSpec, encodeBatch, isControl, lastOffsetOf, type RecordSpec } from '../../../../core/protocol/records/record-batch.ts'
import { CompactionModel, readAll } from '../../../support/compaction-model.ts'
import { defaultLogConfigs } from '../../../support/logs.ts'
import { openTestStorage, type TestStorage } from '../../../support/storage.ts'

let store: TestStorage | undefined
afterEach(async () => {
  await store?.close()
  store = undefined
})

const DELETE_RETENTION_MS = 60_000
const compacted: LogConfigs = { ...defaultLogConfigs, isCompacted: true, isDeleted: false, deleteRetentionMs: DELETE_RETENTION_MS, minCleanableDirtyRatio: 0.5 }
const PARTITION = 7

interface Producer {
  readonly producerId: number
  epoch: number
  nextSequence: number
  isTransactional: boolean
  inTransaction: boolean
}

/** One partition, its model, and everything that can happen to them. */
class History {
  readonly model = new CompactionModel(DELETE_RETENTION_MS)
  readonly #store: TestStorage
  readonly #random: Random
  readonly #configs: LogConfigs
  log: PartitionLog
  readonly #producers: Producer[] = [1, 2, 3, 4].map((producerId) => ({ producerId, epoch: 0, nextSequence: 0, isTransactional: producerId > 2, inTransaction: false }))

  constructor(opened: TestStorage, random: Random, configs: LogConfigs) {
    this.#store = opened
    this.#random = random
    this.#configs = configs
    this.log = this.#open()
  }

  #open(): PartitionLog {
    const logs = new Logs(this.#store.storage, this.#store.time)
    this.#store.storage.bound((id) => logs.extentLimits(id), () => false)
    const log = logs.create(PARTITION, this.#configs)
    logs.restoreProducers()
    return log
  }

  async step(): Promise<void> {
    const roll = this.#random.below(100)
    if (roll < 45) await this.produce(undefined)
    else if (roll < 70) await this.produce(this.#producers[this.#random.below(4)])
    else if (roll < 80) await this.endTransaction(this.#producers[2 + this.#random.below(2)]!)
    else if (roll < 84) await this.#store.time.advance(this.#random.below(2 * DELETE_RETENTION_MS))
    else if (roll < 92) await this.compactNow()
    else if (roll < 95) await this.cleanFiles()
    else if (roll < 97) await this.reopen()
    else if (roll < 98) await this.deleteRecords()
    else await this.#store.storage.commit({ seal: true })
  }

  async produce(producer: Producer | undefined): Promise<void> {
    const records: RecordSpec[] = Array.from({ length: 1 + this.#random.below(6) }, () => ({
      key: Buffer.from(`key ${this.#random.below(12)}`),
      value: this.#random.below(4) === 0 ? null : Buffer.from(`value ${this.#random.below(1000)}`.repeat(1 + this.#random.below(20))),
      headers: this.#random.below(3) === 0 ? [{ key: 'h', value: Buffer.from('x') }] : [],
      timestamp: this.#store.time.now() - this.#random.below(1000),
    }))
    const codec = this.#random.below(5) as Codec
    const isTransactional = producer?.isTransactional ?? false
    const own: Partial<BatchSpec> = producer ? { producerId: producer.producerId, producerEpoch: producer.epoch, baseSequence: producer.nextSequence, transactional: isTransactional } : {}
    const unit: PendingUnit = { appends: [], writes: [] }
    const { baseOffset } = this.log.append(encodeBatch({ records, codec, ...own }), { produceVersion: 11, admit: () => undefined }, unit)
    await this.#store.storage.commit(unit)
    if (producer) {
      producer.nextSequence += records.length
      producer.inTransaction = isTransactional
    }
    for (const [i, record] of records.entries()) {
      this.model.records.push({
        offset: baseOffset + i,
        key: record.key!.toString(),
        value: record.value?.toString() ?? null,
        timestampMs: record.timestamp!,
        producerId: producer?.producerId ?? -1,
        outcome: isTransactional ? 'open' : 'plain',
      })
    }
  }

  async endTransaction(producer: Producer): Promise<void> {
    if (!producer.inTransaction) return
    const isCommit = this.#random.below(2) === 0
    const unit: PendingUnit = { appends: [], writes: [] }
    const offset = this.log.logEndOffset
    this.log.appendMarker({ producerId: producer.producerId, producerEpoch: producer.epoch, coordinatorEpoch: 0, isCommit }, unit)
    await this.#store.storage.commit(unit)
    producer.inTransaction = false
    this.model.endTransaction(producer.producerId, isCommit, offset)
  }

  async compactNow(): Promise<void> {
    const { storage, time } = this.#store
    const maxKeyBytes = this.#random.below(3) === 0 ? 300 : 1_000_000
    const [endBefore, stable] = [this.log.logEndOffset, this.log.lastStableOffset]
    const compactor = new Compactor({ storage, clock: time, maxKeyBytes: () => maxKeyBytes })
    await compactor.compact(this.log, true)
    await compactor.end()
    this.model.compacted(time.now(), stable)
    expect([this.log.logEndOffset, this.log.highWatermark]).toEqual([endBefore, endBefore])
    this.check()
  }

  async cleanFiles(): Promise<void> {
    await this.#store.storage.cleanFiles()
    this.check()
  }

  async reopen(): Promise<void> {
    await this.#store.reopen()
    this.log = this.#open()
    this.check()
  }

  async deleteRecords(): Promise<void> {
    const offset = this.log.logStartOffset + this.#random.below(Math.max(1, Math.floor((this.log.lastStableOffset - this.log.logStartOffset) / 4)))
    await this.#store.storage.commit({ logStarts: [{ partition: PARTITION, offset }] })
    this.model.logStartOffset = this.log.logStartOffset
  }

  check(): void {
    this.model.check(this.log, this.#store.time.now())
    const read = readAll(this.log)
    const { extents } = this.#store.storage.partition(PARTITION)
    if (this.log.logStartOffset === 0) {
      expect(extents.reduce((sum, extent) => sum + extent.bytes, 0)).toBe(read.bytes)
      expect(extents.reduce((sum, extent) => sum + extent.records, 0)).toBe(read.records.length)
    }
    this.#checkProducers(read.headers)
    this.#checkTimes([...read.records, ...read.markers].toSorted((a, b) => a.offset - b.offset))
    this.#checkHoles(read.headers)
  }

  /** The last batch of each producer says how far it has got, also when nothing is left in it. */
  #checkProducers(headers: ReturnType<typeof readAll>['headers']): void {
    for (const { producerId, nextSequence } of this.#producers) {
      const last = this.model.records.findLast((record) => record.producerId === producerId)
      if (last === undefined || last.offset < this.log.logStartOffset) continue
      const found = headers.find((header) => !isControl(header.attributes) && header.producerId === producerId && lastOffsetOf(header) === last.offset)
      expect(found && found.baseSequence + found.lastOffsetDelta, `the last batch of producer ${producerId}`).toBe(nextSequence - 1)
    }
  }

  /** Markers count, as in Kafka. */
  #checkTimes(records: readonly { readonly offset: number; readonly timestampMs: number }[]): void {
    for (const { timestampMs } of records.filter((_record, i) => i % 7 === 0)) {
      const first = records.find((record) => record.timestampMs >= timestampMs && record.offset >= this.log.logStartOffset)
      const expected = first && { offset: first.offset, timestampMs: first.timestampMs }
      if (first) expect(this.log.offsetForTimestamp(timestampMs), `timestamp ${timestampMs}`).toEqual(expected)
    }
  }

  /** A fetch from anywhere, holes included, begins with the batch that holds the offset or the next one. */
  #checkHoles(headers: ReturnType<typeof readAll>['headers']): void {
    for (let offset = this.log.logStartOffset; offset < this.log.highWatermark; offset += 1 + this.#random.below(5)) {
      const next = headers.find((header) => lastOffsetOf(header) >= offset)!
      expect(Number(this.log.read(offset, 1, true).readBigInt64BE(0)), `fetch from ${offset}`).toBe(next.baseOffset)
    }
  }
}

const wanted = process.env['HEADWATER_SEED']
const SEEDS = wanted === undefined ? Array.from({ length: Number(process.env['HEADWATER_SEEDS'] ?? 10) }, (_, i) => i + 1) : [Number(wanted)]

describe('compaction', () => {
  it.each(SEEDS)('agrees with the model over a random history with transactions, tombstones, restarts and cleaned files: seed %i', async (seed) => {
    const random = seededRandom(seed)
    store = await openTestStorage(undefined, { generationBytes: 20_000 })
    const history = new History(store, random, compacted)
    for (let i = 0; i < 120; i++) await history.step()
    await history.compactNow()
    await history.reopen()
  })

  it('leaves neither tombstones nor orphaned markers in the end', async () => {
    const random = seededRandom(4711)
    store = await openTestStorage(undefined, { generationBytes: 20_000 })
    const history = new History(store, random, compacted)
    for (let i = 0; i < 150; i++) await history.step()
    for (const producer of [3, 4]) await history.endTransaction({ producerId: producer, epoch: 0, nextSequence: 0, isTransactional: true, inTransaction: true })
    for (let i = 0; i < 4; i++) {
      await history.produce(undefined)
      await history.compactNow()
      await store.time.advance(DELETE_RETENTION_MS)
    }
    await history.compactNow()
    const { records, markers, headers } = readAll(history.log)
    const last = lastOffsetOf(headers.at(-1)!)
    expect(records.filter(({ value, offset }) => value === null && offset < last - 10)).toEqual([])
    const data = records.map(({ offset }) => offset)
    const orphans = markers.filter(({ offset, producerId }, i) => {
      const from = markers.slice(0, i).findLast((marker) => marker.producerId === producerId)?.offset ?? -1
      return !headers.some((header) => header.producerId === producerId && !isControl(header.attributes) && header.baseOffset > from && header.baseOffset < offset)
    })
    expect(data.length).toBeGreaterThan(0)
    expect(orphans).toEqual([])
  })

  it('keeps what a producer has committed although the log start passes the marker of what it aborted before while the log is read', async () => {
    const { storage, time } = (store = await openTestStorage())
    const log = new Logs(storage, time).create(PARTITION, compacted)
    let sequence = 0
    const produce = async (key: string, bytes: number, inTransaction: boolean): Promise<void> => {
      const own: Partial<BatchSpec> = inTransaction ? { producerId: 3, producerEpoch: 0, baseSequence: sequence++, transactional: true } : {}
      const unit: PendingUnit = { appends: [], writes: [] }
      log.append(encodeBatch({ records: [{ key: Buffer.from(key), value: Buffer.alloc(bytes, key), timestamp: time.now() }], ...own }), { produceVersion: 11, admit: () => undefined }, unit)
      await storage.commit(unit)
    }
    const end = async (isCommit: boolean): Promise<void> => {
      const unit: PendingUnit = { appends: [], writes: [] }
      log.appendMarker({ producerId: 3, producerEpoch: 0, coordinatorEpoch: 0, isCommit }, unit)
      await storage.commit(unit)
      await storage.commit({ seal: true })
    }
    await produce('large', 300_000, false) // more than is read at once
    await storage.commit({ seal: true })
    await produce('aborted', 10, true)
    await end(false)
    await produce('committed', 10, true)
    await end(true)
    await produce('last', 10, false)
    let reads = 0
    vi.spyOn(storage, 'isCold').mockReturnValue(true)
    vi.spyOn(storage, 'prefetch').mockImplementation(async () => {
      if (++reads === 4) await storage.commit({ logStarts: [{ partition: PARTITION, offset: 3 }] }) // keys took two reads
    })
    const compactor = new Compactor({ storage, clock: time, maxKeyBytes: () => 1_000_000 })
    await compactor.compact(log, true)
    await compactor.end()
    expect(reads).toBe(4)
    expect(readAll(log).records.map(({ offset, key }) => [offset, key])).toEqual([[3, 'committed'], [5, 'last']])
  })
})
