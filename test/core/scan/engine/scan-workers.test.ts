import { afterEach, expect, it } from 'vitest'
import { systemTimers } from '../../../../core/base/timers.ts'
import type { ClientRecord } from '../../../../core/client/client-record.ts'
import type { TransactionOutcome } from '../../../../core/client/transaction-outcomes.ts'
import type { Look } from '../../../../core/scan/engine/looking.ts'
import { ScanWorkers, type ScanWorkersOptions } from '../../../../core/scan/engine/scan-workers.ts'
import { WorkerFilter } from '../../../../core/scan/engine/worker-filter.ts'
import { parseQuery } from '../../../../core/scan/predicate/parse-query.ts'
import { FakeTime, settle } from '../../../support/fake-time.ts'
import { batchAt } from '../../../support/scripted-broker.ts'

const made: ScanWorkers[] = []
afterEach(() => Promise.all(made.splice(0).map((workers) => workers.close())))

function startWorkers(options: ScanWorkersOptions = {}, timers: ConstructorParameters<typeof ScanWorkers>[0] = systemTimers): ScanWorkers {
  const workers = new ScanWorkers(timers, { count: 1, ...options })
  made.push(workers)
  return workers
}

const search = (query: string) => ({ topic: 'orders', predicate: parseQuery(query), fromTimestamp: null, untilTimestamp: null, withAborted: false })
const RANGE = { partition: 0, from: 0, until: 1_000 }
const never = (): AbortSignal => new AbortController().signal

interface Found {
  offsets: number[]
  outcomes: (TransactionOutcome | null)[]
  filter: WorkerFilter
}

async function find(workers: ScanWorkers, query: string, batch: Buffer, signal = never(), outcome: TransactionOutcome | null = null): Promise<Found> {
  const filter = new WorkerFilter(search(query), workers, signal)
  const found: [ClientRecord, TransactionOutcome | null][] = []
  await filter.filter({ bytes: batch, outcomeOf: () => outcome }, RANGE, { which: 'first', count: 100 }, (record, told) => found.push([record, told]) > 0)
  return { offsets: found.map(([{ offset }]) => Number(offset)), outcomes: found.map(([, told]) => told), filter }
}

const look = (query: string, values: string[]): Look => ({ searchId: 1, search: search(query), bytes: new Uint8Array(batchAt(0, values)), outcomes: [], range: RANGE, keep: { which: 'first', count: 10 }, passOver: new Map() })

it('gives back what it has found as it was, with what became of its transaction', async () => {
  const workers = startWorkers()
  const batch = batchAt(0, [], { records: [{ key: Buffer.from('k'), value: null, headers: [{ key: 'h', value: null }] }, { key: null, value: Buffer.from([0xff]) }] })
  const records: ClientRecord[] = []
  await new WorkerFilter(search('size>0'), workers, never()).filter({ bytes: batch, outcomeOf: () => 'open' }, RANGE, { which: 'first', count: 100 }, (record) => records.push(record) > 0)
  expect(records).toMatchObject([
    { offset: 0n, key: Buffer.from('k'), value: null, headers: [{ key: 'h', value: null }], partition: 0 },
    { offset: 1n, key: null, value: Buffer.from([0xff]), headers: [] },
  ])
  expect((await find(workers, 'size>0', batchAt(0, ['a']), never(), 'committed')).outcomes).toEqual(['committed'])
  expect(await find(workers, 'size>0', batchAt(0, ['a']), never(), 'aborted')).toMatchObject({ offsets: [], filter: { lookedAt: { hiddenRecords: 1, records: 0 } } })
})

it('runs as many threads as it may, and ends them when nothing is searched any more', async () => {
  const time = new FakeTime()
  const workers = startWorkers({ count: 2 }, time)
  expect(workers.threadCount).toBe(0)
  await Promise.all(Array.from({ length: 6 }, () => find(workers, 'a', batchAt(0, ['a', 'b']))))
  expect(workers.threadCount).toBe(2)
  await time.advance(30_000)
  expect(workers.threadCount).toBe(0)
  expect((await find(workers, 'a', batchAt(0, ['b', 'a']))).offsets).toEqual([1])
})

it('counts the records that a function cannot tell about, and says why for the first', async () => {
  const { offsets, filter } = await find(startWorkers(), 'js: value.a.b === 1', batchAt(5, ['{"a":{"b":1}}', '{}', '{}']))
  expect([offsets, filter.lookedAt]).toEqual([
    [5],
    { records: 3, hiddenRecords: 0, failedTests: 2, firstFailedTest: { partition: 0, offset: 6, message: "TypeError: Cannot read properties of undefined (reading 'b')", line: 1 } },
  ])
})

it('a record that a function hangs on is passed over, and counted', async () => {
  const { offsets, filter } = await find(startWorkers({ recordMs: 200 }), 'js: if (value.hang) for (;;) {} return true', batchAt(0, ['{}', '{"hang":1}', '{}']))
  expect([offsets, filter.lookedAt.firstFailedTest]).toEqual([[0, 2], { partition: 0, offset: 1, message: 'It took longer than 0.2 s.', line: null }])
})

it('a function that hangs on everything ends the search', async () => {
  await expect(find(startWorkers({ recordMs: 100 }), 'js: for (;;) {}', batchAt(0, ['a', 'b', 'c', 'd']))).rejects.toThrow('The function was stopped on 3 records, the last time because: It took longer than 0.1 s.')
})

it('a function that hangs is ended within a tenth of a second when nobody waits for it any more', async () => {
  const time = new FakeTime()
  const workers = startWorkers({}, time)
  const stop = new AbortController()
  const looking = Promise.allSettled([workers.look(look('js: for (;;) {}', ['a']), stop.signal)])
  await settle()
  stop.abort()
  await time.advance(100)
  const [outcome] = await looking
  expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: 'ended' } })
  expect((await find(workers, 'a', batchAt(0, ['a']))).offsets).toEqual([0])
})
