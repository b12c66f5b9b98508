// Transactions: both generations of clients (TV1 adds partitions by request, TV2 by producing), fencing, time-outs, offsets, and who may ask.
import type { DecodedResponseOf, RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { AddPartitionsToTxn } from '../../../../core/protocol/messages/add-partitions-to-txn.ts'
import { DescribeProducers } from '../../../../core/protocol/messages/describe-producers.ts'
import { DescribeTransactions } from '../../../../core/protocol/messages/describe-transactions.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { InitProducerId } from '../../../../core/protocol/messages/init-producer-id.ts'
import { JoinGroup } from '../../../../core/protocol/messages/join-group.ts'
import { ListTransactions } from '../../../../core/protocol/messages/list-transactions.ts'
import { OffsetFetch } from '../../../../core/protocol/messages/offset-fetch.ts'
import { SyncGroup } from '../../../../core/protocol/messages/sync-group.ts'
import { WriteTxnMarkers } from '../../../../core/protocol/messages/write-txn-markers.ts'
import { family } from '../scenario.ts'
import { batch, fetch, listOffset, produce } from './records.ts'
import { add, addOffsets, commitOffsets, committed, end, init, read, settled, stateOf, uncommitted, write } from './transaction-requests.ts'

export const transactions = family('transactions', {
  'producer ids with a transactional id': async (on) => {
    const client = await on.connect()
    for (let version = 0; version <= 5; version++) await init(client, on.named(), { version })
    await init(client, on.named('timeouts'), { timeoutMs: 0, note: 'a timeout of 0' })
    await init(client, on.named('timeouts'), { timeoutMs: -1, note: 'a timeout of -1' })
    await init(client, on.named('timeouts'), { timeoutMs: 900_001, note: 'a timeout above the limit' })
    await init(client, on.named('timeouts'), { timeoutMs: 900_000, note: 'the longest timeout' })
    const mine = await init(client, on.named('mine'), { note: 'mine' })
    const next = await init(client, on.named('mine'), { ...mine, note: 'mine, with its epoch' })
    await init(client, on.named('mine'), { ...mine, note: 'mine, with the epoch before, as after a lost answer' })
    await init(client, on.named('mine'), { ...next, producerEpoch: next.producerEpoch + 5, note: 'with an epoch from the future' })
    for (const version of [3, 4]) await init(client, on.named('mine'), { version, producerId: next.producerId + 99_999, producerEpoch: 0, note: 'with another id' })
    for (const version of [3, 4]) await init(client, on.named('unheard-of'), { version, producerId: 12_345_678, producerEpoch: 3, note: 'with an id, for a transactional id that nobody knows' })
    await client.send(InitProducerId, 3, { transactionalId: on.named('mine'), transactionTimeoutMs: 1_000, producerId: 5, producerEpoch: -1 }, { note: 'an id without an epoch' })
    await client.send(InitProducerId, 3, { transactionalId: on.named('mine'), transactionTimeoutMs: 1_000, producerId: -1, producerEpoch: 5 }, { note: 'an epoch without an id' })
  },

  'a transaction is committed, the way of TV1': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    for (const [index, version] of [0, 1, 2, 3].entries()) {
      const producer = await init(client, on.named(`v${version}`), { version, isUnrecorded: true })
      await add(client, producer, { [on.named()]: [0] }, { version })
      await add(client, producer, { [on.named()]: [0] }, { version, note: 'again' })
      await write(client, on.named(), producer, 0, { version: 3 + index * 2, count: 2 })
      await fetch(client, on.named(), 0, committed)
      await listOffset(client, on.named(), -1, committed)
      await end(client, producer, true, { version })
      await settled(client, on.named())
      await end(client, producer, true, { version, note: 'again' })
      await end(client, producer, false, { version, note: 'after all' })
    }
    await fetch(client, on.named(), 0, committed)
    await fetch(client, on.named(), 0, uncommitted)
    for (const isolationLevel of [0, 1]) await listOffset(client, on.named(), -1, { isolationLevel, note: `isolation level ${isolationLevel}` })
  },

  'a transaction is aborted, the way of TV1': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const producer = await init(client, on.named(), { isUnrecorded: true })
    await add(client, producer, { [on.named()]: [0] })
    await write(client, on.named(), producer, 0, { count: 2 })
    await produce(client, on.named(), batch(1), { note: 'by somebody without a transaction' })
    await fetch(client, on.named(), 0, committed)
    await fetch(client, on.named(), 0, uncommitted)
    await end(client, producer, false)
    await settled(client, on.named())
    for (const offset of [0, 2, 3, 4]) await fetch(client, on.named(), offset, { ...committed, note: `read_committed from ${offset}` })
    await fetch(client, on.named(), 0, { ...committed, version: 4 })
    await fetch(client, on.named(), 0, uncommitted)
    await end(client, producer, false, { note: 'again' })
    await end(client, producer, true, { note: 'after all' })
    await add(client, producer, { [on.named()]: [0] }, { note: 'the next transaction' })
    await write(client, on.named(), producer, 2, { count: 1 })
    await end(client, producer, true)
    await settled(client, on.named())
    await fetch(client, on.named(), 0, committed)
  },

  'a transaction the way of TV2': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    let producer = await init(client, on.named(), { version: 5, isUnrecorded: true })
    const first = producer
    await write(client, on.named(), producer, 0, { version: 12, count: 2 })
    await write(client, on.named(), producer, 0, { version: 12, partition: 1, note: 'to another partition' })
    await stateOf(client, on.named(), 'ongoing')
    await fetch(client, on.named(), 0, committed)
    producer = await end(client, producer, true, { version: 5 })
    await end(client, first, true, { version: 5, note: 'again, with the epoch before' })
    await end(client, first, false, { version: 5, note: 'after all, with the epoch before' })
    await settled(client, on.named())
    await stateOf(client, on.named(), 'complete')
    await write(client, on.named(), producer, 0, { version: 12, note: 'the next transaction, from sequence 0' })
    producer = await end(client, producer, false, { version: 5 })
    await settled(client, on.named())
    await fetch(client, on.named(), 0, committed)
    await fetch(client, on.named(), 0, uncommitted)
    await write(client, on.named(), first, 5, { version: 12, note: 'with the first epoch' })
    for (const version of [3, 4]) await end(client, first, true, { version, note: 'with the first epoch' })
    await end(client, first, true, { version: 5, note: 'with the first epoch' })
  },

  'ends without a transaction, the way of TV2': async (on) => {
    const client = await on.connect()
    const producer = await init(client, on.named(), { version: 5, isUnrecorded: true })
    await end(client, producer, true, { version: 5, note: 'nothing' })
    const next = await end(client, producer, false, { version: 5, note: 'nothing' })
    await end(client, next, false, { version: 5, note: 'nothing again' })
    await end(client, producer, false, { version: 5, note: 'with the epoch before the last' })
    await end(client, { ...next, producerEpoch: next.producerEpoch + 7 }, false, { version: 5, note: 'with an epoch from the future' })
    await stateOf(client, on.named(), 'in the end')
  },

  'ends without a transaction, the way of TV1': async (on) => {
    const client = await on.connect()
    const producer = await init(client, on.named(), { isUnrecorded: true })
    for (const version of [0, 1, 2, 3, 4]) for (const isCommit of [true, false]) await end(client, producer, isCommit, { version })
  },

  'transactions of strangers': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const producer = await init(client, on.named(), { isUnrecorded: true })
    const stranger = { ...producer, transactionalId: on.named('stranger') }
    const otherId = { ...producer, producerId: producer.producerId + 77_777 }
    const older = { ...producer, producerEpoch: -1 }
    const newer = { ...producer, producerEpoch: 9 }
    const empty = { ...producer, transactionalId: '' }
    for (const [note, who] of [['an unknown id', stranger], ['another producer id', otherId], ['an older epoch', older], ['a newer epoch', newer], ['an empty id', empty]] as const) {
      for (const version of [1, 3, 4, 5]) await add(client, who, { [on.named()]: [0] }, { version, note })
      for (const version of [1, 3, 4]) await addOffsets(client, who, on.named(), { version, note })
      for (const version of [1, 3, 5]) await end(client, who, true, { version, note })
      for (const version of [9, 11, 12]) await write(client, on.named(), who, 0, { version, note })
    }
    for (const version of [3, 4]) await add(client, producer, { [on.named('stranger')]: [0], [on.named()]: [0, 9] }, { version, note: 'partitions that do not exist' })
    await add(client, producer, {}, { note: 'no partitions' })
    await addOffsets(client, producer, '', { note: 'an empty group' })
    await stateOf(client, on.named(), 'in the end')
  },

  'several transactions added by one request': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const [a, b] = [await init(client, on.named('a'), { isUnrecorded: true }), await init(client, on.named('b'), { isUnrecorded: true })]
    const topicsToAdd = [{ name: on.named(), partitions: [0] }]
    for (const version of [4, 5]) {
      await client.send(AddPartitionsToTxn, version, { transactions: [{ ...a, topics: topicsToAdd }, { ...b, producerEpoch: 5, topics: topicsToAdd }] }, { note: 'good and bad' })
      await client.send(AddPartitionsToTxn, version, { transactions: [{ ...a, verifyOnly: true, topics: topicsToAdd }, { ...b, verifyOnly: true, topics: topicsToAdd }] }, { note: 'only to verify' })
    }
  },

  'produce to a partition that the transaction does not have': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 3)
    const producer = await init(client, on.named(), { isUnrecorded: true })
    for (const version of [3, 9, 10, 11]) await write(client, on.named(), producer, 0, { version, note: 'no transaction' })
    await add(client, producer, { [on.named()]: [0] }, { isUnrecorded: true })
    for (const version of [9, 11]) await write(client, on.named(), producer, 0, { version, partition: 1, note: 'another partition' })
    await write(client, on.named(), producer, 0, { version: 11, note: 'its partition' })
    await produce(client, on.named(), batch(1, { ...producer, baseSequence: 1 }), { note: 'not transactional, in a transaction' })
    await produce(client, on.named(), batch(1, { ...producer, baseSequence: 1, transactional: true }), { note: 'transactional, without a transactional id' })
    await produce(client, on.named(), batch(1, { producerId: producer.producerId, producerEpoch: producer.producerEpoch, baseSequence: 0 }), { transactionalId: producer.transactionalId, partition: 2, note: 'not transactional, with a transactional id' })
    const other = await init(client, on.named('other'), { isUnrecorded: true })
    await produce(client, on.named(), batch(1, { ...other, baseSequence: 0, transactional: true }), { transactionalId: producer.transactionalId, partition: 2, note: "another's batch" })
    await end(client, producer, false)
  },

  'sequences in transactions': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    let producer = await init(client, on.named(), { version: 5, isUnrecorded: true })
    await write(client, on.named(), producer, 3, { version: 12, note: 'not from 0' })
    await write(client, on.named(), producer, 0, { version: 12, note: 'from 0' })
    await write(client, on.named(), producer, 0, { version: 12, note: 'again' })
    await write(client, on.named(), producer, 2, { version: 12, note: 'with a gap' })
    producer = await end(client, producer, true, { version: 5 })
    await write(client, on.named(), producer, 1, { version: 12, note: 'going on, in the next epoch' })
    await write(client, on.named(), producer, 0, { version: 12, note: 'from 0, in the next epoch' })
    await end(client, producer, true, { version: 5 })
  },

  'a second producer fences the first': async (on) => {
    const [a, b] = [await on.connect(), await on.connect()]
    await a.createTopic(on.named())
    const first = await init(a, on.named(), { isUnrecorded: true })
    await add(a, first, { [on.named()]: [0] }, { isUnrecorded: true })
    await write(a, on.named(), first, 0, { isUnrecorded: true })
    const second = await init(b, on.named(), { note: 'while a transaction is open' })
    await settled(b, on.named())
    await fetch(b, on.named(), 0, { ...committed, note: 'what the first wrote is aborted' })
    for (const version of [9, 11, 12]) await write(a, on.named(), first, 1, { version, note: 'by the first' })
    for (const version of [1, 3, 4]) await add(a, first, { [on.named()]: [0] }, { version, note: 'by the first' })
    for (const version of [1, 3]) await addOffsets(a, first, on.named(), { version, note: 'by the first' })
    for (const version of [1, 3, 5]) await end(a, first, true, { version, note: 'by the first' })
    for (const version of [3, 4]) await init(a, on.named(), { version, producerId: first.producerId, producerEpoch: first.producerEpoch, note: 'by the first' })
    await add(b, second, { [on.named()]: [0] }, { note: 'by the second' })
    await end(b, second, true, { note: 'by the second' })
  },

  'a transaction that takes too long': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const producer = await init(client, on.named(), { timeoutMs: 300, isUnrecorded: true })
    await add(client, producer, { [on.named()]: [0] }, { isUnrecorded: true })
    await write(client, on.named(), producer, 0, { isUnrecorded: true })
    await stateOf(client, on.named(), 'ongoing')
    await settled(client, on.named())
    await client.until(DescribeTransactions, 0, { transactionalIds: [on.named()] }, ({ transactionStates }) => transactionStates[0]!.transactionState === 'CompleteAbort', { note: 'afterwards' })
    await fetch(client, on.named(), 0, committed)
    await write(client, on.named(), producer, 1, { note: 'too late' })
    for (const version of [1, 3]) await end(client, producer, true, { version, note: 'too late' })
    await end(client, producer, true, { version: 5, note: 'too late' })
    for (const version of [1, 3]) await add(client, producer, { [on.named()]: [0] }, { version, note: 'too late' })
    await init(client, on.named(), { producerId: producer.producerId, producerEpoch: producer.producerEpoch, note: 'comes back with its old epoch' })
    await init(client, on.named(), { note: 'begins anew' })
  },

  'interleaved transactions and what read_committed may see': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const [a, b] = [await init(client, on.named('a'), { isUnrecorded: true }), await init(client, on.named('b'), { isUnrecorded: true })]
    for (const producer of [a, b]) await add(client, producer, { [on.named()]: [0] }, { isUnrecorded: true })
    await write(client, on.named(), a, 0, { isUnrecorded: true })
    await write(client, on.named(), b, 0, { isUnrecorded: true })
    await write(client, on.named(), a, 1, { isUnrecorded: true })
    await end(client, a, true, { isUnrecorded: true })
    await client.until(Fetch, 11, { maxWaitMs: 0, minBytes: 0, topics: [{ topic: on.named(), partitions: [{ partition: 0, fetchOffset: 3, partitionMaxBytes: 1_000 }] }] }, ({ responses }) => responses[0]!.partitions[0]!.highWatermark === 4, { note: 'once the marker of a is there' })
    await fetch(client, on.named(), 0, { ...committed, note: 'a is committed, b open' })
    await listOffset(client, on.named(), -3, { isolationLevel: 1, note: 'of the latest time' })
    await end(client, b, false, { isUnrecorded: true })
    await settled(client, on.named())
    for (const offset of [0, 1, 2, 3, 4]) await fetch(client, on.named(), offset, { ...committed, note: `read_committed from ${offset}` })
    await fetch(client, on.named(), 0, { ...committed, partitionMaxBytes: 80, note: 'only the first batch' })
    await client.send(DescribeProducers, 0, { topics: [{ name: on.named(), partitionIndexes: [0] }] })
  },

  'a reader waits for the end of a transaction': async (on) => {
    const [client, reader] = [await on.connect(), await on.connect()]
    await client.createTopic(on.named())
    const producer = await init(client, on.named(), { isUnrecorded: true })
    await add(client, producer, { [on.named()]: [0] }, { isUnrecorded: true })
    await write(client, on.named(), producer, 0, { isUnrecorded: true })
    const waiting = fetch(reader, on.named(), 0, { ...committed, maxWaitMs: 15_000 })
    await on.pause(200)
    await end(client, producer, true, { isUnrecorded: true })
    await waiting
  },

  'offsets in a transaction, the way of TV1': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const version of [0, 2, 3]) {
      const group = on.named(`v${version}`)
      const producer = await init(client, group, { isUnrecorded: true })
      await commitOffsets(client, producer, group, on.named(), 5, { version, note: 'before the group is added' })
      await addOffsets(client, producer, group, { version })
      await commitOffsets(client, producer, group, on.named(), 7, { version })
      await read(client, group, 'pending')
      await read(client, group, 'pending, and only stable ones wanted', true)
      await client.send(OffsetFetch, 9, { groups: [{ groupId: group, topics: [{ name: on.named(), partitionIndexes: [0] }] }], requireStable: true }, { note: 'pending, and only stable ones wanted' })
      await end(client, producer, true)
      await client.until(OffsetFetch, 7, { groupId: group, topics: null, groups: [], requireStable: true }, ({ topics }) => topics[0]?.partitions[0]?.committedOffset === 7, { note: 'committed' })
      await addOffsets(client, producer, group, { isUnrecorded: true })
      await commitOffsets(client, producer, group, on.named(), 9, { isUnrecorded: true })
      await end(client, producer, false)
      await client.until(OffsetFetch, 7, { groupId: group, topics: null, groups: [], requireStable: true }, ({ topics }) => topics[0]?.partitions[0]?.errorCode === 0, { note: 'aborted' })
    }
  },

  'offsets in a transaction, the way of TV2': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    let producer = await init(client, on.named(), { version: 5, isUnrecorded: true })
    await commitOffsets(client, producer, on.named(), on.named(), 7, { version: 5 })
    await stateOf(client, on.named(), 'ongoing')
    await read(client, on.named(), 'pending, and only stable ones wanted', true)
    producer = await end(client, producer, true, { version: 5 })
    await client.until(OffsetFetch, 7, { groupId: on.named(), topics: null, groups: [], requireStable: true }, ({ topics }) => topics[0]?.partitions[0]?.committedOffset === 7, { note: 'committed' })
    await commitOffsets(client, producer, on.named(), on.named(), 9, { version: 5 })
    await end(client, producer, false, { version: 5 })
    await client.until(OffsetFetch, 7, { groupId: on.named(), topics: null, groups: [], requireStable: true }, ({ topics }) => topics[0]?.partitions[0]?.errorCode === 0, { note: 'aborted' })
  },

  'offsets in a transaction that are not right': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const group = on.named()
    const joined = await client.send(JoinGroup, 3, { groupId: group, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: '', protocolType: 'consumer', protocols: [{ name: 'range', metadata: Buffer.alloc(0) }] }, { isUnrecorded: true })
    await client.send(SyncGroup, 3, { groupId: group, generationId: joined.generationId, memberId: joined.memberId, assignments: [] }, { isUnrecorded: true })
    const producer = await init(client, on.named(), { isUnrecorded: true })
    await addOffsets(client, producer, group, { isUnrecorded: true })
    const { memberId, generationId } = joined
    for (const version of [3, 4, 5]) {
      await commitOffsets(client, producer, group, on.named(), 1, { version, memberId, generationIdOrMemberEpoch: generationId, note: 'as a member' })
      await commitOffsets(client, producer, group, on.named(), 1, { version, memberId, generationIdOrMemberEpoch: 9, note: 'in a wrong generation' })
      await commitOffsets(client, producer, group, on.named(), 1, { version, memberId: 'nobody', generationIdOrMemberEpoch: generationId, note: 'as an unknown member' })
      await commitOffsets(client, producer, group, on.named(), 1, { version, memberId, generationIdOrMemberEpoch: generationId, groupInstanceId: 'i', note: 'as an unknown instance' })
      await commitOffsets(client, producer, group, on.named(), 1, { version, note: 'as nobody' })
      await commitOffsets(client, producer, on.named('new'), on.named(), 1, { version, memberId: 'nobody', generationIdOrMemberEpoch: 3, note: 'as a member of an unknown group' })
      await commitOffsets(client, producer, group, on.named('stranger'), 1, { version, note: 'of an unknown topic' })
      await commitOffsets(client, producer, group, on.named(), 1, { version, partitionIndex: 5, note: 'of an unknown partition' })
      await commitOffsets(client, { ...producer, producerEpoch: 7 }, group, on.named(), 1, { version, note: 'with an epoch from the future' })
      await commitOffsets(client, { ...producer, producerId: producer.producerId + 55_555 }, group, on.named(), 1, { version, note: 'with another producer id' })
      await commitOffsets(client, { ...producer, transactionalId: on.named('stranger') }, group, on.named(), 1, { version, note: 'with an unknown transactional id' })
      await commitOffsets(client, producer, '', on.named(), 1, { version, note: 'of an empty group' })
    }
    await end(client, producer, false)
  },

  'list and describe transactions': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    const [open, done] = [await init(client, on.named('open'), { isUnrecorded: true }), await init(client, on.named('done'), { version: 5, isUnrecorded: true })]
    await init(client, on.named('idle'), { isUnrecorded: true })
    await add(client, open, { [on.named()]: [1, 0] }, { isUnrecorded: true })
    await write(client, on.named(), done, 0, { version: 12, isUnrecorded: true })
    await end(client, done, true, { version: 5, isUnrecorded: true })
    await client.until(DescribeTransactions, 0, { transactionalIds: [on.named('done')] }, ({ transactionStates }) => transactionStates[0]!.transactionState === 'CompleteCommit', { note: 'committed' })
    await client.send(DescribeTransactions, 0, { transactionalIds: [on.named('open'), on.named('idle'), on.named('stranger'), ''] })
    await client.send(DescribeTransactions, 0, { transactionalIds: [] }, { note: 'none' })
    const mine = { only: (answer: DecodedResponseOf<typeof ListTransactions>) => ({ ...answer, transactionStates: answer.transactionStates.filter(({ transactionalId }) => transactionalId.startsWith(on.named())).toSorted((a, b) => (a.transactionalId < b.transactionalId ? -1 : 1)) }) }
    const list = async (note: string, version: number, request: Partial<RequestInputOf<typeof ListTransactions>>): Promise<unknown> => client.send(ListTransactions, version, { stateFilters: [], producerIdFilters: [], ...request }, { note, ...mine })
    for (const version of [0, 1, 2]) await list('all', version, {})
    await list('ongoing', 2, { stateFilters: ['Ongoing'] })
    await list('in states that do not exist', 2, { stateFilters: ['Ongoing', 'Nonsense', 'empty'] })
    await list('in a state that does not exist', 2, { stateFilters: ['Nonsense'] })
    await list('of a producer', 2, { producerIdFilters: [open.producerId] })
    await list('of a stranger', 2, { producerIdFilters: [99_999_999] })
    await list('that take long', 2, { durationFilter: 60_000 })
    await list('that take any time', 2, { durationFilter: 0 })
    await list('by a pattern', 2, { transactionalIdPattern: `.*${on.named()}-(open|idle)` })
    await list('by a pattern that matches only a part', 2, { transactionalIdPattern: 'open' })
    await list('by an empty pattern', 2, { transactionalIdPattern: '' })
    await list('by a broken pattern', 2, { transactionalIdPattern: '(' })
  },

  'write transaction markers': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    const producer = await init(client, on.named(), { isUnrecorded: true })
    await add(client, producer, { [on.named()]: [0] }, { isUnrecorded: true })
    await write(client, on.named(), producer, 0, { isUnrecorded: true })
    const mark = async (note: string, version: number, further: { producerEpoch?: number; coordinatorEpoch?: number; topic?: string; partitionIndexes?: number[] } = {}): Promise<unknown> =>
      client.send(WriteTxnMarkers, version, { markers: [{ producerId: producer.producerId, producerEpoch: further.producerEpoch ?? producer.producerEpoch, transactionResult: false, coordinatorEpoch: further.coordinatorEpoch ?? 0, topics: [{ name: further.topic ?? on.named(), partitionIndexes: further.partitionIndexes ?? [0] }] }] }, { note })
    await mark('to what is not there', 1, { topic: on.named('stranger') })
    await mark('to a partition that is not there', 1, { partitionIndexes: [7] })
    await mark('with an old epoch', 1, { producerEpoch: -1 })
    await mark('of an older coordinator', 1, { coordinatorEpoch: -1 })
    await mark('an abort', 1)
    await settled(client, on.named())
    await fetch(client, on.named(), 0, committed)
    await mark('an abort again', 1)
    for (const version of [1, 2]) await mark('where nothing was written', version, { partitionIndexes: [1] })
    await client.send(WriteTxnMarkers, 1, { markers: [] }, { note: 'none' })
    await client.send(DescribeProducers, 0, { topics: [{ name: on.named(), partitionIndexes: [0, 1] }] })
    await stateOf(client, on.named(), 'which the coordinator does not know of')
    await end(client, producer, false)
  },

  'a producer after its transaction, without one': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const producer = await init(client, on.named(), { isUnrecorded: true })
    await add(client, producer, { [on.named()]: [0] }, { isUnrecorded: true })
    await write(client, on.named(), producer, 0, { isUnrecorded: true })
    await end(client, producer, true, { isUnrecorded: true })
    await settled(client, on.named())
    await write(client, on.named(), producer, 1, { note: 'without adding the partition' })
    await produce(client, on.named(), batch(1, { producerId: producer.producerId, producerEpoch: producer.producerEpoch, baseSequence: 1 }), { note: 'not transactional' })
    await client.send(DescribeProducers, 0, { topics: [{ name: on.named(), partitionIndexes: [0] }] })
  },
})
