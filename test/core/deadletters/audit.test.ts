import { expect, it } from 'vitest'
import { type AuditFact, AuditLog } from '../../../core/deadletters/audit.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { WorkbenchStore } from '../../../core/storage/workbench-store.ts'
import { auditTable, workbenchFactsTable } from '../../../core/storage/workbench-tables.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const fact = (text: string): AuditFact => ({ connectionId: 'c', connectionName: 'Staging', clusterId: null, action: 'produce', subject: 'orders', text, outcome: 'done', detail: [{ name: 'offset', text: '3' }], jobId: null })

async function open() {
  const store = await WorkbenchStore.open(await tempFolder())
  const log = new AuditLog(store, new FakeTime(), 'ada')
  for (const text of ['one', 'two', 'three']) await log.append(fact(text))
  return { store, log }
}

it('R12: entries count without holes, and each follows from the one before it', async () => {
  const { store, log } = await open()
  const found: [number, string, string][] = []
  log.visitBack(null, ({ sequence, text, who }) => void found.push([sequence, text, who]))
  expect(found).toEqual([[3, 'three', 'ada'], [2, 'two', 'ada'], [1, 'one', 'ada']])
  expect(log.verify()).toEqual({ entries: 3, brokenAt: null })
  await Promise.all(Array.from({ length: 20 }, async (_, i) => log.append(fact(`at once ${i}`))))
  expect([log.length, log.verify()]).toEqual([23, { entries: 23, brokenAt: null }])
  await store.close()
})

it.each([
  ['a text that was changed', { text: 'forged' }, 2],
  ['a time that was changed', { atMs: 1 }, 2],
  ['a detail that was changed', { detail: [{ name: 'offset', text: '4' }] }, 2],
  ['a hash that was changed', { hash: 'f'.repeat(64) }, 2],
])('R12: it shows %s', async (_, change, brokenAt) => {
  const { store, log } = await open()
  await store.commit([auditTable.put(2, { version: 1, ...log.get(2)!, ...change })])
  expect(log.verify().brokenAt).toBe(brokenAt)
  await store.close()
})

it('R12: it shows an entry that was left out', async () => {
  const { store, log } = await open()
  await store.commit([auditTable.remove(2)])
  expect(log.verify().brokenAt).toBe(2)
  await store.close()
})

it.each([
  ['the last', [3], 3],
  ['the last two', [3, 2], 2],
  ['all', [3, 2, 1], 1],
])('R12: it shows that %s of the entries are gone', async (_, gone, brokenAt) => {
  const { store, log } = await open()
  await store.commit(gone.map((sequence) => auditTable.remove(sequence)))
  expect(log.verify()).toEqual({ entries: 3, brokenAt })
  await store.close()
})

it('keeps an entry together with what it tells of, or neither', async () => {
  const { store, log } = await open()
  await log.append(fact('with a fact'), (sequence) => [workbenchFactsTable.put('told', sequence)])
  expect(store.get(workbenchFactsTable, 'told')).toBe(4)
  const commit = store.commit.bind(store)
  store.commit = async () => Promise.reject(new StorageError('full'))
  await expect(log.append(fact('lost'))).rejects.toThrow('full')
  store.commit = commit
  expect((await log.append(fact('after'))).sequence).toBe(5)
  expect(log.verify()).toEqual({ entries: 5, brokenAt: null })
  await store.close()
})
