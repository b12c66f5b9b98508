// The worker thread of a sandbox: runs one function over the records it is sent.
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '../../base/assert.ts'
import type { WorkerAnswer, WorkerStart } from '../worker-thread.ts'
import { GuestFunction, type MapOutcome, type RecordToMap } from './guest-context.ts'
import { sealRealm } from './sealed-realm.ts'

const port = parentPort
assert(port !== null, 'sandbox-worker.ts runs in a worker thread')
const { progress, data } = workerData as WorkerStart<string>
sealRealm()
const guest = new GuestFunction(data)

port.on('message', (records: readonly RecordToMap[]) => {
  const outcomes = records.map((record, item): MapOutcome => {
    Atomics.store(progress, 0, item)
    return guest.map(record)
  })
  Atomics.store(progress, 0, -1)
  port.postMessage({ answer: outcomes } satisfies WorkerAnswer<MapOutcome[]>)
})
