import { beforeEach, describe, expect, it } from 'vitest'
import { AppendError } from '../../../core/log/append-error.ts'
import type { PendingUnit } from '../../../core/log/partition-log.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { TransactionCoordinator } from '../../../core/transactions/transaction-coordinator.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { MemoryStore } from '../../support/memory-store.ts'

const ORDERS = [{ topic: 'orders', partition: 0 }]
const FAILED = { errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, producerId: -1, producerEpoch: -1 }

let store: MemoryStore
let time: FakeTime
let logger: ReturnType<typeof collectingLogger>
let coordinator: TransactionCoordinator
let nextProducerId: number
let transactionVersion: number
let settings: Record<string, string>

beforeEach(() => {
  store = new MemoryStore()
  time = new FakeTime()
  logger = collectingLogger()
  nextProducerId = 100
  transactionVersion = 2
  settings = {}
  load()
})

function load(): void {
  coordinator = TransactionCoordinator.load(store, {
    clock: time,
    logger,
    configs: BrokerConfigs.from(settings),
    producerIds: { allocate: async () => nextProducerId++ },
    offsets: { endPendingOffsets: () => ({ writes: [], ended: () => {} }) },
    logOf: () => ({ appendMarker: () => {} }),
    transactionVersion: () => transactionVersion,
  })
}

const init = (transactionalId = 't', claim = { producerId: -1, producerEpoch: -1 }) => coordinator.initProducerId({ transactionalId, transactionTimeoutMs: 5000, ...claim })
const claim = (producerEpoch = 0, producerId = 100) => ({ transactionalId: 't', producerId, producerEpoch })
const unit = (): PendingUnit => ({ appends: [], writes: [] })

function admit(produceVersion: number, producerEpoch = 0, producerId = 100, into = unit()): string {
  try {
    coordinator.admit({ ...claim(producerEpoch, producerId), topic: 'orders', partition: 0, produceVersion }, into)
    return 'in'
  } catch (error) {
    return error instanceof AppendError ? error.code : String(error)
  }
}

describe('producer ids', () => {
  it('are given once, and epochs count from 0', async () => {
    expect([await init(), await init(), await init('u')]).toEqual([
      { errorCode: 0, producerId: 100, producerEpoch: 0 },
      { errorCode: 0, producerId: 100, producerEpoch: 1 },
      { errorCode: 0, producerId: 101, producerEpoch: 0 },
    ])
  })

  it('two first requests for one id meet: the later fences the earlier, and no id is wasted', async () => {
    expect(await Promise.all([init(), init()])).toEqual([
      { errorCode: 0, producerId: 100, producerEpoch: 0 },
      { errorCode: 0, producerId: 100, producerEpoch: 1 },
    ])
  })

  it('that cannot be reserved answer COORDINATOR_NOT_AVAILABLE', async () => {
    coordinator = TransactionCoordinator.load(store, {
      clock: time, logger, configs: BrokerConfigs.from({}), transactionVersion: () => 2,
      producerIds: { allocate: () => Promise.reject(new StorageError('The disk is full.')) },
      offsets: { endPendingOffsets: () => ({ writes: [], ended: () => {} }) },
      logOf: () => undefined,
    })
    expect(await init()).toEqual(FAILED)
    expect(logger.lines).toEqual(['error No producer id could be reserved: The disk is full.'])
  })

  it('a new one replaces an id whose epochs are used up by ends', async () => {
    await init()
    for (let epoch = 0; epoch < 32766; epoch++) {
      if ((await coordinator.endTxn({ ...claim(epoch), committed: false }, true)).errorCode !== 0) throw new Error(`epoch ${epoch}`)
    }
    expect(await coordinator.endTxn({ ...claim(32766), committed: false }, true)).toEqual({ errorCode: 0, producerId: 101, producerEpoch: 0 })
    expect(await coordinator.endTxn({ ...claim(32766), committed: false }, true)).toEqual({ errorCode: 0, producerId: 101, producerEpoch: 0 })
  })
})

describe('what a transaction lets in', () => {
  beforeEach(async () => {
    await init()
  })

  it.each([[3, 'INVALID_TXN_STATE'], [10, 'INVALID_TXN_STATE'], [11, 'TRANSACTION_ABORTABLE'], [12, 'in'], [13, 'in']])('Produce v%i to a partition that was not added: %s', (version, outcome) => {
    expect(admit(version)).toBe(outcome)
  })

  it.each([3, 11, 12])('Produce v%i to a partition that was added', async (version) => {
    expect(await coordinator.addPartitions(claim(), ORDERS)).toBe(0)
    expect(admit(version)).toBe('in')
  })

  it.each([3, 11, 12])('not what another producer or epoch sends (v%i)', async (version) => {
    await coordinator.addPartitions(claim(), ORDERS)
    expect([admit(version, 1), admit(version, 0, 99)]).toEqual(['INVALID_PRODUCER_EPOCH', 'INVALID_PRODUCER_ID_MAPPING'])
  })

  it('an added partition joins the unit of the batch that adds it, once', () => {
    const one = unit()
    expect([admit(12, 0, 100, one), admit(12, 0, 100, one)]).toEqual(['in', 'in'])
    expect(one.writes.length).toBe(1)
    expect(coordinator.describe('t')).toMatchObject({ transactionState: 'Ongoing', topics: [{ topic: 'orders', partitions: [0] }] })
  })

  it('everything from older producers where verification is switched off', async () => {
    settings = { 'transaction.partition.verification.enable': 'false' }
    load()
    expect([admit(11), admit(11, 5), admit(12, 5)]).toEqual(['in', 'in', 'INVALID_PRODUCER_EPOCH'])
  })

  it.each([[3, 'INVALID_TXN_STATE'], [4, 'TRANSACTION_ABORTABLE'], [5, 'NONE']] as const)('TxnOffsetCommit v%i for a group that was not added: %s', (version, error) => {
    expect(coordinator.admitOffsets({ ...claim(), groupId: 'billing', txnOffsetCommitVersion: version }, unit())).toBe(ErrorCode[error])
  })

  it('TxnOffsetCommit v3 for a group that was added, which shows as a partition of Kafka’s offsets topic', async () => {
    expect(await coordinator.addOffsets(claim(), 'billing')).toBe(0)
    expect(coordinator.admitOffsets({ ...claim(), groupId: 'billing', txnOffsetCommitVersion: 3 }, unit())).toBe(0)
    expect(coordinator.describe('t').topics).toEqual([{ topic: '__consumer_offsets', partitions: [9] }])
  })

  it('and tells who asks', async () => {
    await coordinator.addPartitions(claim(), ORDERS)
    const asked = [...ORDERS, { topic: 'orders', partition: 1 }]
    expect(coordinator.verifyPartitions(claim(), asked)).toEqual([0, ErrorCode.TRANSACTION_ABORTABLE])
    expect(coordinator.verifyPartitions(claim(1), asked)).toEqual([ErrorCode.PRODUCER_FENCED, ErrorCode.PRODUCER_FENCED])
    expect(coordinator.verifyPartitions({ ...claim(), transactionalId: '' }, ORDERS)).toEqual([ErrorCode.INVALID_REQUEST])
  })
})

it('the empty transactional id is no id', async () => {
  const nobody = { ...claim(), transactionalId: '' }
  expect(await coordinator.addPartitions(nobody, ORDERS)).toBe(ErrorCode.INVALID_REQUEST)
  expect(await coordinator.endTxn({ ...nobody, committed: true }, true)).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST })
  expect(coordinator.admitOffsets({ ...nobody, groupId: 'billing', txnOffsetCommitVersion: 5 }, unit())).toBe(ErrorCode.INVALID_REQUEST)
  expect(() => coordinator.admit({ ...nobody, topic: 'orders', partition: 0, produceVersion: 9 }, unit())).toThrow(new AppendError('INVALID_REQUEST', 'The empty transactional id is no id.'))
})

describe('answers', () => {
  it('come when what they tell is durable, also those that change nothing', async () => {
    await init()
    store.hold()
    const adding = [coordinator.addPartitions(claim(), ORDERS), coordinator.addPartitions(claim(), ORDERS)]
    const answered: number[] = []
    adding.forEach((each, i) => void each.then(() => answered.push(i)))
    await time.advance(0)
    expect(answered).toEqual([])
    store.release()
    expect(await Promise.all(adding)).toEqual([0, 0])
  })

  it('say COORDINATOR_NOT_AVAILABLE when it could not be written', async () => {
    await init()
    store.fail()
    expect(await coordinator.addPartitions(claim(), ORDERS)).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    coordinator.reload()
    expect(coordinator.describe('t')).toMatchObject({ transactionState: 'Empty', producerEpoch: 0 })
    expect(await coordinator.endTxn({ ...claim(), committed: false }, true)).toEqual(FAILED)
  })
})

describe('by the clock', () => {
  it.each([[2, 'INVALID_TXN_STATE', 'NONE'], [1, 'PRODUCER_FENCED', 'PRODUCER_FENCED']] as const)('with transaction.version %i a transaction that is open for too long is aborted by the next epoch; its producer is told %s for a commit and %s for an abort', async (version, onCommit, onAbort) => {
    transactionVersion = version
    await init()
    await coordinator.addPartitions(claim(), ORDERS)
    await time.advance(5000)
    await coordinator.abortTimedOut()
    expect(coordinator.describe('t').transactionState).toBe('Ongoing')
    await time.advance(1)
    await coordinator.abortTimedOut()
    expect(coordinator.describe('t')).toMatchObject({ transactionState: 'CompleteAbort', producerEpoch: 1, topics: [] })
    expect(logger.lines).toEqual(['info Transaction "t" was aborted: it was open for more than 5000 ms.'])
    expect(admit(12)).toBe('INVALID_PRODUCER_EPOCH')
    const ends = [await coordinator.endTxn({ ...claim(), committed: true }, true), await coordinator.endTxn({ ...claim(), committed: false }, true), await coordinator.endTxn({ ...claim(), committed: false }, false)]
    expect(ends.map(({ errorCode }) => errorCode)).toEqual([ErrorCode[onCommit], ErrorCode[onAbort], ErrorCode.PRODUCER_FENCED])
    expect(await init()).toMatchObject({ errorCode: 0, producerId: 100, producerEpoch: 2 })
  })

  it('an abort that cannot be written is tried again', async () => {
    await init()
    await coordinator.addPartitions(claim(), ORDERS)
    await time.advance(5001)
    store.fail()
    await coordinator.abortTimedOut()
    coordinator.reload()
    store.recover()
    await coordinator.abortTimedOut()
    expect(coordinator.describe('t').transactionState).toBe('CompleteAbort')
    expect(logger.lines.filter((line) => line.startsWith('info'))).toHaveLength(1)
  })

  it('ids are forgotten after transactional.id.expiration.ms without use', async () => {
    await init()
    await time.advance(604_799_999)
    await init('u')
    await coordinator.forgetExpired()
    expect([...coordinator.all()].length).toBe(2)
    await time.advance(1)
    await coordinator.forgetExpired()
    load()
    expect([...coordinator.all()].map(({ transactionalId }) => transactionalId)).toEqual(['u'])
    expect(coordinator.describe('t').errorCode).toBe(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND)
  })
})

it('a restart finds transactions as they were, and times them out', async () => {
  await init()
  await coordinator.addPartitions(claim(), ORDERS)
  load()
  expect(coordinator.describe('t')).toMatchObject({ transactionState: 'Ongoing', producerId: 100, topics: [{ topic: 'orders', partitions: [0] }] })
  await time.advance(5001)
  await coordinator.abortTimedOut()
  expect(coordinator.describe('t').transactionState).toBe('CompleteAbort')
})
