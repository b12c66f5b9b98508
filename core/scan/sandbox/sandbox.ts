// Runs a person's function over records in a locked-down worker thread; a record that it hangs on or runs out of memory with is that record's failure.
import type { Timers } from '../../base/timers.ts'
import { workerFile } from '../../base/worker-file.ts'
import { type WorkerLimits, WorkerStopped, WorkerThread } from '../worker-thread.ts'
import { functionScriptOf } from './function-text.ts'
import type { MapOutcome, RecordToMap } from './guest-context.ts'

export interface SandboxLimits {
  /** How long the function may take for one record. */
  readonly recordMs?: number
  readonly memoryMb?: number
}

const RECORD_MS = 1_000
const MEMORY_MB = 128
/** Asked at once: what is lost of the work when one of them ends the thread. */
const CHUNK_RECORDS = 200
/** After so many records on which it hung or ran out of memory a function is not tried on any more. */
const MOST_STOPS = 3

export class Sandbox {
  readonly #text: string
  readonly #limits: WorkerLimits
  readonly #timers: Timers
  #thread: WorkerThread<string, readonly RecordToMap[], MapOutcome[]> | null = null
  #stops = 0
  #isClosed = false

  /** Throws FunctionTextError; the text is run only where records are mapped. */
  constructor(text: string, timers: Timers, { recordMs = RECORD_MS, memoryMb = MEMORY_MB }: SandboxLimits = {}) {
    functionScriptOf(text)
    this.#text = text
    this.#timers = timers
    this.#limits = { itemMs: recordMs, memoryMb }
  }

  /** One outcome for each record, in order. Rejects once the sandbox is closed. */
  async map(records: readonly RecordToMap[]): Promise<MapOutcome[]> {
    const outcomes: MapOutcome[] = []
    for (let at = 0; at < records.length; at += CHUNK_RECORDS) outcomes.push(...(await this.#mapChunk(records.slice(at, at + CHUNK_RECORDS))))
    return outcomes
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#thread?.end()
  }

  async #mapChunk(records: readonly RecordToMap[]): Promise<MapOutcome[]> {
    if (records.length === 0) return []
    if (this.#stops >= MOST_STOPS) return records.map(() => ({ kind: 'failed', message: `It was not tried on this record: before, the function was stopped on ${MOST_STOPS} records.`, line: null }))
    try {
      return await this.#open().ask(records)
    } catch (error) {
      if (!(error instanceof WorkerStopped) || error.reason === 'ended' || this.#isClosed) throw error
      this.#stops++
      const { item } = error
      const before = await this.#mapChunk(records.slice(0, item))
      return [...before, this.#failureOf(error), ...(await this.#mapChunk(records.slice(item + 1)))]
    }
  }

  #open(): WorkerThread<string, readonly RecordToMap[], MapOutcome[]> {
    if (this.#isClosed) throw new Error('The sandbox is closed.')
    if (this.#thread === null || this.#thread.isStopped) {
      this.#thread = new WorkerThread(workerFile('./sandbox-worker.ts', import.meta.url), this.#text, this.#limits, this.#timers)
    }
    return this.#thread
  }

  #failureOf({ reason }: WorkerStopped): MapOutcome {
    const { itemMs, memoryMb } = this.#limits
    const message = reason === 'took too long' ? `It took longer than ${itemMs! / 1_000} s for this record.` : `It needed more than ${memoryMb} MB of memory for this record.`
    return { kind: 'failed', message, line: null }
  }
}
