import { expect, it, onTestFinished } from 'vitest'
import { ledgerWrites } from '../../../../core/deadletters/replay/ledger.ts'
import { forgetOriginConsumed, originConsumed, originConsumedWrites } from '../../../../core/deadletters/replay/origin-consumed.ts'
import { WorkbenchStore } from '../../../../core/storage/workbench-store.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const target = { clusterId: 'c', topic: 'orders' }
const itemAt = (offset: number, group: string | null = 'billing') => ({
  source: { clusterId: 'c', topic: 'orders-dlt', topicId: 't', partition: 0, offset },
  origin: { topic: 'orders', topicId: null, partition: 0, offset: 4, timestampMs: null, group },
})

it('tells of another dead letter of the same place and group, not of itself, until that one comes back', async () => {
  const store = await WorkbenchStore.open(await tempFolder())
  onTestFinished(async () => store.close())
  const row = { state: 'SENT', topic: 'orders', partition: 0, offset: 9, bytesHash: '', sizeBytes: 1, atMs: 5, audit: 0 } as const
  const by = { jobId: '1', index: 0 }
  await store.commit([...ledgerWrites('1', 0, row, itemAt(0).source, 'c'), ...originConsumedWrites(itemAt(0), target, by, 6)])
  expect(originConsumed(store, itemAt(1), target)).toEqual({ ...by, state: 'SENT', atMs: 6 })
  expect(originConsumed(store, itemAt(0), target)).toBeUndefined()
  expect(originConsumed(store, itemAt(1, 'audit'), target)).toBeUndefined()
  expect(originConsumed(store, itemAt(1), { ...target, clusterId: 'other' })).toBeUndefined()
  expect(originConsumed(store, { ...itemAt(1), origin: null }, target)).toBeUndefined()
  expect(forgetOriginConsumed(store, itemAt(0), target, { jobId: '2', index: 0 })).toEqual([])
  await store.commit(forgetOriginConsumed(store, itemAt(0), target, by))
  expect(originConsumed(store, itemAt(1), target)).toBeUndefined()
})
