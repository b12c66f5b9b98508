import { expect, it } from 'vitest'
import { AuditLog } from '../../../core/deadletters/audit.ts'
import { AuditService } from '../../../core/services/audit-service.ts'
import { factOfWrite } from '../../../core/services/audited-writes.ts'
import { csvCell } from '../../../core/services/replay-job-export.ts'
import { WorkbenchStore } from '../../../core/storage/workbench-store.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function open() {
  const store = await WorkbenchStore.open(await tempFolder())
  const time = new FakeTime()
  const log = new AuditLog(store, time, 'ada')
  for (let i = 1; i <= 25; i++) {
    const action = i % 5 === 0 ? 'topic' : 'produce'
    await log.append({ connectionId: i % 2 === 0 ? 'a' : 'b', connectionName: 'Staging', clusterId: null, action, subject: `orders-${i}`, text: `Entry ${i}.`, outcome: 'done', detail: [{ name: 'offset', text: String(i) }], jobId: i === 7 ? 'job' : null })
    await time.advance(1_000)
  }
  return { store, log, service: new AuditService(log, systemTimers), startMs: Date.UTC(2026, 0, 1) }
}

async function textOf(stream: AsyncGenerator<{ text: string }, void>): Promise<string> {
  let text = ''
  for await (const piece of stream) text += piece.text
  return text
}

it('lists the newest first, page by page, of all and of those that a filter leaves', async () => {
  const { store, service, startMs } = await open()
  const first = service.entries({ filter: {}, cursor: null, limit: 10 })
  expect([first.entries.map(({ sequence }) => sequence), first.cursor, first.total]).toEqual([[25, 24, 23, 22, 21, 20, 19, 18, 17, 16], 16, 25])
  const last = service.entries({ filter: {}, cursor: 6, limit: 10 })
  expect([last.entries.map(({ sequence }) => sequence), last.cursor]).toEqual([[5, 4, 3, 2, 1], null])
  const found = (filter: Parameters<AuditService['entries']>[0]['filter']) => service.entries({ filter, cursor: null, limit: 100 }).entries.map(({ sequence }) => sequence)
  expect(found({ actions: ['topic'], connectionId: 'a' })).toEqual([20, 10])
  expect(found({ text: 'ORDERS-7' })).toEqual([7])
  expect(found({ jobId: 'job' })).toEqual([7])
  expect(found({ fromMs: startMs + 3_000, untilMs: startMs + 5_000 })).toEqual([5, 4])
  await store.close()
})

it('says whether the chain is whole, in a sentence', async () => {
  const { store, service } = await open()
  expect(service.verify()).toEqual({ entries: 25, isWhole: true, brokenAt: null, text: 'All 25 entries follow from one another: nothing was changed or left out.' })
  await store.close()
})

it('exports what the filter leaves as lines of JSON or as CSV, oldest first', async () => {
  const { store, service, log } = await open()
  const signal = new AbortController().signal
  const lines = (await textOf(service.export({ filter: { actions: ['topic'] }, format: 'jsonl' }, signal))).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([5, 10, 15, 20, 25].map((sequence) => log.get(sequence)))
  const csv = (await textOf(service.export({ filter: { jobId: 'job' }, format: 'csv' }, signal))).trim().split('\n')
  expect(csv[0]).toBe('sequence,at,who,cluster,clusterId,action,subject,text,outcome,detail,jobId,hash')
  expect(csv[1]).toBe(`7,2026-01-01T00:00:06.000Z,ada,Staging,,produce,orders-7,Entry 7.,done,offset: 7,job,${log.get(7)!.hash}`)
  await store.close()
})

it('writes no cell that a spreadsheet would run', () => {
  expect(['=1+1', '+x', '-x', '@x', 'a,b', 'a"b', 'plain', null, -3].map(csvCell)).toEqual(["'=1+1", "'+x", "'-x", "'@x", '"a,b"', '"a""b"', 'plain', '', '-3'])
})

it('tells of each procedure that changes a cluster what was done to which thing, and of replays nothing: they tell themselves', () => {
  const connection = { connectionName: 'Staging', clusterId: null }
  expect(factOfWrite('topics.delete', { connectionId: 'a', topic: 'orders' }, { outcome: 'done' }, connection)).toMatchObject({ action: 'topic', subject: 'orders', text: 'Delete topic "orders" with all its records.', outcome: 'done', detail: [] })
  expect(factOfWrite('messages.produce', { connectionId: 'a', topic: 'orders' }, { outcome: 'done', output: { partition: 2, offset: 9n } }, connection)?.detail).toEqual([{ name: 'partition', text: '2' }, { name: 'offset', text: '9' }])
  expect(factOfWrite('topics.create', { connectionId: 'a', topic: 'orders', partitionCount: 3, configs: { 'retention.ms': '1' } }, { outcome: 'failed', error: new Error('There is one.') }, connection)?.detail).toEqual([
    { name: 'partitionCount', text: '3' },
    { name: 'retention.ms', text: '1' },
    { name: 'error', text: 'There is one.' },
  ])
  expect(factOfWrite('replay.start', { connectionId: 'a' }, { outcome: 'done' }, connection)).toBeNull()
})
