// Who looks through what a reading fetches: this thread where every record is wanted, worker threads where something is searched for.
import type { Slices } from '../../base/slices.ts'
import { recordTestOf } from '../predicate/record-test.ts'
import { type Filter, RecordFilter } from '../record-filter.ts'
import type { Search } from './looking.ts'
import type { ScanWorkers } from './scan-workers.ts'
import { WorkerFilter } from './worker-filter.ts'

export function filterFor({ topic, predicate, fromTimestamp, untilTimestamp, withAborted }: Search, workers: ScanWorkers | null, slices: Slices, signal: AbortSignal): Filter {
  const wanted = { fromTimestamp, untilTimestamp, withAborted }
  if (predicate && workers) return new WorkerFilter({ topic, predicate, ...wanted }, workers, signal)
  return new RecordFilter({ ...wanted, test: predicate && recordTestOf(predicate) }, slices)
}
