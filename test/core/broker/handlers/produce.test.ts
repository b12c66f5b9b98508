// Produce: each refusal on its own partition, durable before answered, acks=0 silent, the same through every version.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CLOSE_CONNECTION, NO_RESPONSE } from '../../../../core/broker/handler.ts'
import { produce } from '../../../../core/broker/handlers/produce.ts'
import { ErrorCode, type ErrorName } from '../../../../core/protocol/error-codes.ts'
import { Produce } from '../../../../core/protocol/messages/produce.ts'
import { ZERO_UUID } from '../../../../core/protocol/schema.ts'
import { extentsTable, producersTable } from '../../../../core/storage/tables.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { openTestContext, REQUEST_BYTES, type TestContext, versions } from '../../../support/handler-context.ts'
import { batchOf } from '../../../support/logs.ts'
import { connect, readCommitted, startWithOrders, TestProducer } from '../../../support/transactions.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
})
afterEach(() => t.close())

const NOW = Date.UTC(2026, 0, 1)

async function send(version: number, partitions: [number, Buffer | null][], options: { name?: string; acks?: number; topicId?: string } = {}) {
  const name = options.name ?? 'orders'
  const response = await t.call(Produce, produce, version, {
    transactionalId: null,
    acks: options.acks ?? -1,
    timeoutMs: 1000,
    topicData: [{ name, topicId: options.topicId ?? t.topics.get(name)?.topicId ?? ZERO_UUID, partitionData: partitions.map(([index, records]) => ({ index, records })) }],
  })
  return response.responses[0]!.partitionResponses
}

const errorOf = (name: ErrorName): { errorCode: number; baseOffset: number } => ({ errorCode: ErrorCode[name], baseOffset: -1 })

describe.each(versions(Produce, Produce.minDecodable))('version %i', (version) => {
  it('appends one batch per partition and answers base offset and log start', async () => {
    await send(version, [[0, batchOf(3, NOW)]])
    expect(await send(version, [[0, batchOf(1, NOW)], [1, batchOf(2, NOW)]])).toMatchObject([
      { index: 0, errorCode: 0, baseOffset: 3, logAppendTimeMs: -1, logStartOffset: version >= 5 ? 0 : -1 },
      { index: 1, errorCode: 0, baseOffset: 0 },
    ])
  })

  it('lets one partition fail and the others succeed', async () => {
    const corrupt = batchOf(1, NOW).fill(0x7f, 66, 67)
    expect(await send(version, [[0, corrupt], [1, batchOf(1, NOW)], [9, batchOf(1, NOW)]])).toMatchObject([
      errorOf('CORRUPT_MESSAGE'),
      { errorCode: 0, baseOffset: 0 },
      errorOf('UNKNOWN_TOPIC_OR_PARTITION'),
    ])
  })

  it('answers an unknown topic in the way of its version', async () => {
    const [answer] = await send(version, [[0, batchOf(1, NOW)]], { name: 'nowhere', topicId: 'AAAAAAAAAAAAAAAAAAAAFg' })
    expect(answer).toMatchObject(errorOf(version >= 13 ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION'))
  })
})

describe('produce', () => {
  it('refuses acks other than -1, 0 and 1 on every partition', async () => {
    expect(await send(9, [[0, batchOf(1, NOW)], [1, batchOf(1, NOW)]], { acks: 2 })).toMatchObject([errorOf('INVALID_REQUIRED_ACKS'), errorOf('INVALID_REQUIRED_ACKS')])
  })

  it('names the records at fault and says why (KIP-467)', async () => {
    await t.topics.create({ name: 'compacted', partitionCount: 1, configs: { 'cleanup.policy': 'compact' } })
    const { encodeBatch } = await import('../../../../core/protocol/records/record-batch.ts')
    const keyless = encodeBatch({ records: [{ key: Buffer.from('k'), value: null, timestamp: NOW }, { key: null, value: null, timestamp: NOW }] })
    const [answer] = await send(9, [[0, keyless]], { name: 'compacted' })
    expect(answer).toMatchObject({ ...errorOf('INVALID_RECORD'), recordErrors: [{ batchIndex: 1 }], errorMessage: expect.stringContaining('needs a key') as string })
  })

  it('is answered only when the records can be read', async () => {
    await send(9, [[0, batchOf(5, NOW)]])
    const log = t.context.logs.get(t.topics.get('orders')!.partitions[0]!)!
    expect(log.highWatermark).toBe(5)
  })

  it('answers a repeated batch of an idempotent producer with its first offset', async () => {
    const batch = (): Buffer => batchOf(2, NOW, { producerId: 3, producerEpoch: 0, baseSequence: 0 })
    const answers = await Promise.all([send(9, [[0, batch()]]), send(9, [[0, batch()]])])
    expect(answers.map(([partition]) => [partition!.errorCode, partition!.baseOffset])).toEqual([[0, 0], [0, 0]])
  })

  it('refuses a transactional batch without a transactional id', async () => {
    const batch = batchOf(1, NOW, { producerId: 3, producerEpoch: 0, baseSequence: 0, transactional: true })
    expect(await send(9, [[0, batch]])).toMatchObject([errorOf('TRANSACTIONAL_ID_AUTHORIZATION_FAILED')])
  })

  it('says nothing for acks=0, and closes the connection on an error', async () => {
    const handle = (records: Buffer) => {
      const request = { transactionalId: null, acks: 0, timeoutMs: 1000, topicData: [{ name: 'orders', partitionData: [{ index: 0, records }] }] }
      const decoded = Produce.decodeRequest(9, Produce.encodeRequest(9, request))
      return produce.handle(decoded, { broker: t.context, apiVersion: 9, correlationId: 1, clientId: '', requestBytes: 100, connection: { mutedUntilMs: 0 } as never })
    }
    expect(await handle(batchOf(1, NOW))).toBe(NO_RESPONSE)
    expect(await handle(batchOf(1, NOW).fill(0x7f, 66, 67))).toBe(CLOSE_CONNECTION)
  })

  it('acknowledges nothing to a topic whose deletion was queued before it, and leaves nothing of it on disk', async () => {
    const batch = (sequence: number): Buffer => batchOf(1, NOW, { producerId: 3, producerEpoch: 0, baseSequence: sequence })
    await send(9, [[0, batch(0)]])
    const deletion = t.topics.delete(t.topics.get('orders')!)
    await new Promise((resolve) => setImmediate(resolve))
    const late = await Promise.all([send(9, [[0, batch(1)]]), deletion, send(9, [[0, batch(2)]])])
    for (const answer of [late[0], late[2], await send(9, [[0, batch(3)]])]) expect(answer).toMatchObject([errorOf('UNKNOWN_TOPIC_OR_PARTITION')])
    expect([...t.store.storage.entries(extentsTable), ...t.store.storage.entries(producersTable)]).toEqual([])
  })

  it('refuses writes with KAFKA_STORAGE_ERROR and the reason while the disk is full', async () => {
    const full = await openTestContext()
    Object.defineProperty(full.context.storage, 'refusal', { get: () => 'the disk is full.' })
    await full.topics.create({ name: 'orders', partitionCount: 1, configs: {} })
    const { responses } = await full.call(Produce, produce, 9, {
      transactionalId: null,
      acks: 1,
      timeoutMs: 1000,
      topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batchOf(1, NOW) }] }],
    })
    expect(responses[0]!.partitionResponses[0]).toMatchObject({ ...errorOf('KAFKA_STORAGE_ERROR'), errorMessage: 'Writes are refused: the disk is full.' })
    await full.close()
  })
})

describe('a producer over its byte rate', () => {
  /** Requests of REQUEST_BYTES each: ten of them use the window up. */
  const limit = () => t.context.clientQuotas.alter([{ entity: new Map([['client-id', null]]), changes: [{ key: 'producer_byte_rate', value: REQUEST_BYTES }] }], false)
  const request = (acks: number) => ({ transactionalId: null, acks, timeoutMs: 1000, topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batchOf(1, NOW) }] }] })
  const throttleTimeMs = async () => (await t.call(Produce, produce, 9, request(-1))).throttleTimeMs

  it('is told for how long to be quiet; what it sent is kept', async () => {
    await limit()
    for (let i = 0; i < 10; i++) expect(await throttleTimeMs()).toBe(0)
    expect([await throttleTimeMs(), await throttleTimeMs()]).toEqual([1_000, 2_000])
    expect(t.context.logs.get(t.topics.get('orders')!.partitions[0]!)!.highWatermark).toBe(12)
    await t.store.time.advance(11_000)
    expect(await throttleTimeMs()).toBe(0)
  })

  it('is muted without an answer with acks=0', async () => {
    await limit()
    const connection = { principal: 'User:ANONYMOUS', mutedUntilMs: 0 }
    const decoded = Produce.decodeRequest(9, Produce.encodeRequest(9, request(0)))
    const context = { broker: t.context, apiVersion: 9, correlationId: 1, clientId: 'app', requestBytes: 15_000, connection: connection as never }
    expect(await produce.handle(decoded, context)).toBe(NO_RESPONSE)
    expect(connection.mutedUntilMs).toBe(t.context.clock.monotonic() + 5_000)
  })
})

describe('Produce in a transaction', () => {
  it.each([[9, 'INVALID_TXN_STATE'], [11, 'TRANSACTION_ABORTABLE'], [12, 'NONE']] as const)('v%i to a partition that was not added: %s', async (version, error) => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    expect(await producer.produce('orders', 0, ['a'], { version })).toBe(ErrorCode[error])
    expect((await producer.describe()).transactionState).toBe(version < 12 ? 'Empty' : 'Ongoing')
  })

  it('a partition that was added stays so when its batch is refused, over a restart too', async () => {
    const { broker, client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    expect(await producer.produce('orders', 0, ['a'], { baseSequence: 5 })).toBe(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER)
    await broker.stop()
    const again = new TestProducer(await connect(await startTestBroker({}, { directory: broker.directory })), 't')
    expect(await again.describe()).toMatchObject({ transactionState: 'Ongoing', topics: [{ topic: 'orders', partitions: [0] }] })
  })

  it('a batch outside of the transaction that its producer has open on the partition is refused', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    await producer.produce('orders', 0, ['a'])
    const records = batchOf(1, NOW, { ...producer.claim, baseSequence: 1 })
    const answer = await client.send(Produce, 12, { transactionalId: null, acks: -1, timeoutMs: 1000, topicData: [{ name: 'orders', partitionData: [{ index: 0, records }] }] })
    expect(answer.responses[0]!.partitionResponses[0]!.errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
  })

  it('a repeated batch is stored once', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    expect(await Promise.all([1, 2].map(() => producer.produce('orders', 0, ['a'], { baseSequence: 0 })))).toEqual([0, 0])
    await producer.end(true)
    expect(await readCommitted(client, 'orders', 0)).toEqual(['a'])
  })
})
