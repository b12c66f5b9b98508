import { expect, it } from 'vitest'
import { forgetReplayed, ledgerWrites, replayedBefore, visitLedger } from '../../../../core/deadletters/replay/ledger.ts'
import { WorkbenchStore } from '../../../../core/storage/workbench-store.ts'
import type { LedgerRow } from '../../../../core/storage/workbench-tables.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const source = { clusterId: 'c', topic: 'dlq', topicId: 't', partition: 1, offset: 7 }
const target = { clusterId: 'x', topic: 'orders' }
const row: LedgerRow = { state: 'SENT', topic: 'orders', partition: 0, offset: 3, bytesHash: 'h', sizeBytes: 9, atMs: 5, audit: 2 }

it('knows for a record and a target whether it was sent or may have been, and by which job', async () => {
  const store = await WorkbenchStore.open(await tempFolder())
  expect(replayedBefore(store, source, target)).toBeUndefined()
  await store.commit(ledgerWrites('job', 0, row, source, 'x'))
  expect(replayedBefore(store, source, target)).toEqual({ jobId: 'job', index: 0, state: 'SENT', atMs: 5 })
  expect(replayedBefore(store, source, { ...target, topic: 'other' })).toBeUndefined()
  expect(replayedBefore(store, { ...source, topicId: 'made again' }, target)).toBeUndefined()
  await store.commit(ledgerWrites('job', 1, { ...row, state: 'FAILED' }, { file: 'f', line: 3 }, 'x'))
  expect(replayedBefore(store, { file: 'f', line: 3 }, target)).toBeUndefined()
  await store.commit(ledgerWrites('job', 1, { ...row, state: 'INDOUBT' }, { file: 'f', line: 3 }, 'x'))
  expect(replayedBefore(store, { file: 'f', line: 3 }, target)?.state).toBe('INDOUBT')
  await store.commit([...forgetReplayed(store, 'another job', { file: 'f', line: 3 }, target)])
  expect(replayedBefore(store, { file: 'f', line: 3 }, target)?.state).toBe('INDOUBT')
  await store.commit([...forgetReplayed(store, 'job', { file: 'f', line: 3 }, target)])
  expect(replayedBefore(store, { file: 'f', line: 3 }, target)).toBeUndefined()
  const rows: [number, string][] = []
  visitLedger(store, 'job', 0, 9, (index, { state }) => void rows.push([index, state]))
  expect(rows).toEqual([[0, 'SENT'], [1, 'INDOUBT']])
  await store.close()
})
