// Jobs in the workbench's own file: the record of each, the batch that is under way, and what its targets were.
import type { Write } from '../../../storage/tables.ts'
import type { WorkbenchStore } from '../../../storage/workbench-store.ts'
import { type LedgerRow, ledgerTable, replayFlightsTable, replayJobsTable, replayPlacesTable, workbenchFactsTable } from '../../../storage/workbench-tables.ts'
import { visitLedger } from '../ledger.ts'
import type { Flight } from './flight.ts'
import type { JobPlaces, JobRecord } from './job-record.ts'

const VERSION = 1
const NO_PLACES: JobPlaces = { targets: {}, watched: [] }

export class JobStore {
  readonly store: WorkbenchStore

  constructor(store: WorkbenchStore) {
    this.store = store
  }

  get(jobId: string): JobRecord | undefined {
    const record = this.store.get(replayJobsTable, jobId)
    return record?.version === VERSION ? (record as unknown as JobRecord) : undefined
  }

  /** In the order of their numbers. */
  list(): JobRecord[] {
    return this.store
      .entries(replayJobsTable)
      .flatMap(([, record]) => (record.version === VERSION ? [record as unknown as JobRecord] : []))
      .toSorted((a, b) => a.number - b.number)
  }

  put(job: JobRecord): Write {
    return replayJobsTable.put(job.jobId, { version: VERSION, ...job })
  }

  save(job: JobRecord): Promise<void> {
    return this.store.commit([this.put(job)])
  }

  flight(jobId: string): Flight | null {
    const record = this.store.get(replayFlightsTable, jobId)
    return record?.version === VERSION ? (record as unknown as Flight) : null
  }

  putFlight(jobId: string, flight: Flight | null): Write {
    return flight === null ? replayFlightsTable.remove(jobId) : replayFlightsTable.put(jobId, { version: VERSION, ...flight })
  }

  places(jobId: string): JobPlaces {
    const record = this.store.get(replayPlacesTable, jobId)
    return record?.version === VERSION ? (record as unknown as JobPlaces) : NO_PLACES
  }

  putPlaces(jobId: string, places: JobPlaces): Write {
    return replayPlacesTable.put(jobId, { version: VERSION, ...places })
  }

  row(jobId: string, index: number): LedgerRow | undefined {
    return this.store.get(ledgerTable, { jobId, index })
  }

  visitLedger(jobId: string, fromIndex: number, untilIndex: number, visit: (index: number, row: LedgerRow) => boolean | void): void {
    visitLedger(this.store, jobId, fromIndex, untilIndex, visit)
  }

  /** Of this home folder, made at the first need: two Headwaters never use one transactional id by accident. */
  async installId(make: () => string): Promise<string> {
    const known = this.store.get(workbenchFactsTable, 'installId')
    if (typeof known === 'string') return known
    const made = make()
    await this.store.commit([workbenchFactsTable.put('installId', made)])
    return made
  }
}
