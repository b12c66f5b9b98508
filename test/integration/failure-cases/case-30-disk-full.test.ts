// A disk that is full: that of the local broker, and that of the ledger.
import { expect, it } from 'vitest'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { replayCase, upTo } from '../../support/replay-case.ts'

it('disk full / LMDB MAP_FULL (local)', async () => {
  const { broker, jobs, jobId, run, values, world } = await replayCase({ mode: 'L', options: { rate: { messagesPerSecond: 50, bytesPerSecond: null } } })
  await jobs.start(jobId)
  await world.cluster.pause(250)
  await jobs.pause(jobId)
  const before = await values()
  const commit = broker.context.storage.commit.bind(broker.context.storage)
  // What the store answers when its file cannot grow: nothing of the unit is kept, and memory falls back to the disk.
  broker.context.storage.commit = async () => {
    broker.context.logs.reload()
    throw new StorageError('The write did not become durable: MDB_MAP_FULL.')
  }
  expect(await run()).toMatchObject({ state: 'PAUSED', reason: { code: 'storage', message: 'The write did not become durable: MDB_MAP_FULL.' }, items: { SENT: before.length, SENDING: 0 } })
  expect(await values()).toEqual(before)
  broker.context.storage.commit = commit
  expect((await run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
})

it('disk full where the ledger is: nothing counts that is not written down', async () => {
  const { world, run, values } = await replayCase()
  const commit = world.store.commit.bind(world.store)
  let commits = 0
  world.store.commit = async (writes) => {
    if (++commits > 6) throw new StorageError('The disk is full.')
    return commit(writes)
  }
  await run()
  const sent = await values()
  expect(sent.length).toBeLessThan(20)
  world.store.commit = commit
  expect((await run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
})
