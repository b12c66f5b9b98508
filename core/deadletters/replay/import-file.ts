// Takes in a file of records, piece by piece, and keeps its records until a plan of them was carried out.
import type { Clock } from '../../base/clock.ts'
import type { Write } from '../../storage/tables.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { importedFilesTable, importedRecordsTable } from '../../storage/workbench-tables.ts'
import { CaseFileReader, type FileProblem, type FileRecord } from './case-file.ts'
import { keptRecord } from './draft.ts'

export interface ImportedFile {
  /** SHA-256 of the file: the same file is the same records. */
  readonly fileId: string
  readonly records: number
  readonly problems: readonly FileProblem[]
}

const WRITES_AT_ONCE = 1_000
const LAST_PART = 0xffff_ffff
const MOST_PROBLEMS = 100

export class FileImport {
  readonly #store: WorkbenchStore
  readonly #clock: Clock
  readonly #name: string
  /** What its records are kept under until it is known which file it is. */
  readonly #draftId: string
  readonly #reader = new CaseFileReader()

  constructor(store: WorkbenchStore, clock: Clock, name: string, draftId: string) {
    this.#store = store
    this.#clock = clock
    this.#name = name
    this.#draftId = draftId
  }

  get progress(): Omit<ImportedFile, 'fileId'> {
    return { records: this.#reader.records, problems: this.#reader.problems.slice(0, MOST_PROBLEMS) }
  }

  async add(text: string, isLast: boolean): Promise<void> {
    let writes: Write[] = []
    for (const record of this.#reader.read(text, isLast)) {
      writes.push(importedRecordsTable.put({ id: this.#draftId, part: record.line }, rowOf(record)))
      if (writes.length < WRITES_AT_ONCE) continue
      await this.#store.commit(writes)
      writes = []
    }
    if (writes.length > 0) await this.#store.commit(writes)
  }

  /** After the last piece. */
  async finish(): Promise<ImportedFile> {
    const fileId = this.#reader.sha256()
    if (this.#store.get(importedFilesTable, fileId) === undefined) await this.#keep(fileId)
    await this.discard()
    return { fileId, ...this.progress }
  }

  async discard(): Promise<void> {
    for (;;) {
      const keys = this.#store.keys(importedRecordsTable, { id: this.#draftId, part: 0 }, { id: this.#draftId, part: LAST_PART }, WRITES_AT_ONCE)
      if (keys.length === 0) return
      await this.#store.commit(keys.map((key) => importedRecordsTable.remove(key)))
    }
  }

  async #keep(fileId: string): Promise<void> {
    for (let from = 0; ; ) {
      const writes: Write[] = []
      this.#store.visit(importedRecordsTable, { id: this.#draftId, part: from }, { id: this.#draftId, part: LAST_PART }, ({ part }, row) => {
        writes.push(importedRecordsTable.put({ id: fileId, part }, row))
        from = part + 1
        return writes.length < WRITES_AT_ONCE
      })
      if (writes.length === 0) break
      await this.#store.commit(writes)
    }
    await this.#store.commit([importedFilesTable.put(fileId, { name: this.#name, sha256: fileId, records: this.#reader.records, atMs: this.#clock.now() })])
  }
}

function rowOf({ topic, partition, offset, ...record }: FileRecord) {
  return { ...keptRecord(record), source: { topic, partition, offset } }
}
