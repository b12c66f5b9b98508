// Has fetched batches looked through by worker threads: gives them a copy of the bytes, and takes back what was found.
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { FetchedBatches } from '../../client/transaction-outcomes.ts'
import type { FailedTest, Filter, Filtered, Keep, LookedAt, OffsetRange, Take } from '../record-filter.ts'
import { WorkerStopped } from '../worker-thread.ts'
import { clientRecord, type Look, type Looked, outcomesIn, type Search } from './looking.ts'
import { MEMORY_MB, type ScanWorkers } from './scan-workers.ts'

/** A function that was stopped on so many records is not tried on any more. */
const MOST_STOPS = 3

export class WorkerFilter implements Filter {
  readonly isElsewhere = true
  readonly isSearching = true
  readonly #workers: ScanWorkers
  readonly #search: Search
  readonly #searchId: number
  readonly #signal: AbortSignal
  #lookedAt: LookedAt = { records: 0, hiddenRecords: 0, failedTests: 0, firstFailedTest: null }
  #stops = 0

  constructor(search: Search, workers: ScanWorkers, signal: AbortSignal) {
    this.#workers = workers
    this.#search = search
    this.#searchId = workers.newSearchId()
    this.#signal = signal
  }

  get isAborted(): boolean {
    return this.#signal.aborted
  }

  get lookedAt(): LookedAt {
    return this.#lookedAt
  }

  async filter(piece: FetchedBatches, range: OffsetRange, keep: Keep, take: Take): Promise<Filtered> {
    const looked = await this.#look(piece, range, keep)
    if (looked === null) return { nextOffset: range.from, firstTimestamp: null, lastTimestamp: null, scannedRecords: 0, isCut: false, laterFrom: null, failed: null }
    this.#count(looked)
    for (const [record, outcome] of looked.found) take(clientRecord(record), outcome, null)
    const { failed, ...filtered } = looked.filtered
    return { ...filtered, failed: failed && { error: new ProtocolError(failed.message), endOffset: failed.endOffset } }
  }

  /** Again without the record that it was stopped on. null = nobody waits for it any more. */
  async #look(piece: FetchedBatches, range: OffsetRange, keep: Keep): Promise<Looked | null> {
    const outcomes = outcomesIn(piece)
    const passOver = new Map<number, string>()
    for (;;) {
      const look: Look = { searchId: this.#searchId, search: this.#search, bytes: new Uint8Array(piece.bytes), outcomes, range, keep, passOver }
      try {
        return await this.#workers.look(look, this.#signal)
      } catch (error) {
        if (this.isAborted) return null
        if (!(error instanceof WorkerStopped) || error.reason === 'ended') throw error
        const why = error.reason === 'took too long' ? `It took longer than ${this.#workers.recordMs / 1_000} s.` : `It needed more than ${MEMORY_MB} MB of memory.`
        if (++this.#stops >= MOST_STOPS) throw new FunctionStopped(`The function was stopped on ${MOST_STOPS} records, the last time because: ${why}`)
        passOver.set(error.item, why)
      }
    }
  }

  #count({ records, hiddenRecords, failedTests, firstFailedTest }: Looked): void {
    const before = this.#lookedAt
    const first: FailedTest | null = before.firstFailedTest ?? firstFailedTest
    this.#lookedAt = {
      records: before.records + records,
      hiddenRecords: before.hiddenRecords + hiddenRecords,
      failedTests: before.failedTests + failedTests,
      firstFailedTest: first,
    }
  }
}

/** A search that goes on like this would never end. */
export class FunctionStopped extends Error {
  override readonly name = 'FunctionStopped'
}
