// Answers for dead letters as files: exported and imported without loss, and single ones as commands and programs.
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import { stripHeaders } from '../deadletters/failure.ts'
import { caseSnippets } from '../deadletters/replay/case-snippets.ts'
import { choosePayload, needsOrigin } from '../deadletters/replay/payload-choice.ts'
import { decodeFailure } from '../deadletters/failure.ts'
import { exportCases } from '../deadletters/replay/export-cases.ts'
import { fetchRecords } from '../deadletters/replay/fetch-records.ts'
import { FileImport } from '../deadletters/replay/import-file.ts'
import type { WorkbenchStore } from '../storage/workbench-store.ts'
import type { Answers } from './answers.ts'
import { type ConnectionsService, LOCAL_CONNECTION_ID } from './connections-service.ts'
import type { DeadLettersService } from './dead-letters-service.ts'
import { invalidInput, notFound } from './service-error.ts'

type Files = Pick<Answers<'replay'>, 'exportCases' | 'importPiece' | 'fixture'>
type Input<Name extends keyof Files> = Parameters<Files[Name]>[0]

export interface ReplayFilesOptions {
  readonly connections: ConnectionsService
  readonly deadLetters: Pick<DeadLettersService, 'topics' | 'keysOf'>
  readonly store: WorkbenchStore
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
}

/** An upload of which nothing more has come is given up. */
const UPLOAD_IDLE_MS = 10 * 60_000

export class ReplayFilesService implements Files {
  readonly #options: ReplayFilesOptions
  readonly #uploads = new Map<string, { readonly file: FileImport; cancelSweep: Cancel }>()

  constructor(options: ReplayFilesOptions) {
    this.#options = options
  }

  async *exportCases({ connectionId, selection }: Input<'exportCases'>, signal: AbortSignal) {
    const { deadLetters, connections, store, clock, random } = this.#options
    const { clusterId } = await deadLetters.topics.cluster(connectionId)
    if (selection.kind === 'file') throw invalidInput('selection', 'A file is exported already.')
    const keys =
      selection.kind === 'filter'
        ? await deadLetters.keysOf(connectionId, selection.topics, selection.filter, signal)
        : selection.keys.map((key) => ({ ...key, clusterId, offset: Number(key.offset) }))
    const context = { cluster: connections.cluster(connectionId), clusterId, store, clock, exportId: random.uuid(), signal }
    for await (const { text, records, done } of exportCases(keys, context)) yield { text, records, exportId: done?.exportId ?? null, sha256: done?.sha256 ?? null }
  }

  async importPiece({ fileId, name, text, isLast }: Input<'importPiece'>) {
    const { store, clock, random } = this.#options
    const uploadId = fileId ?? random.uuid()
    const file = fileId === null ? new FileImport(store, clock, name, uploadId) : this.#uploads.get(fileId)?.file
    if (!file) throw notFound('This upload is not known any more.', 'Choose the file once more.')
    this.#uploads.get(uploadId)?.cancelSweep()
    await file.add(text, isLast)
    if (isLast) {
      this.#uploads.delete(uploadId)
      const { problems, ...imported } = await file.finish()
      return { ...imported, problems: problems.map((problem) => ({ ...problem })) }
    }
    this.#uploads.set(uploadId, { file, cancelSweep: this.#options.timers.after(UPLOAD_IDLE_MS, () => this.#giveUp(uploadId)) })
    const { records, problems } = file.progress
    return { fileId: uploadId, records, problems: problems.map((problem) => ({ ...problem })) }
  }

  /** As it would be sent again: without what the failure brought, to where it came from. */
  async fixture({ connectionId, key }: Input<'fixture'>, signal: AbortSignal) {
    const { deadLetters, connections } = this.#options
    const cluster = connections.cluster(connectionId)
    const [found] = await fetchRecords(cluster, [{ ...key, offset: Number(key.offset) }], signal)
    if (found!.missing !== null) throw notFound(found!.message)
    const { context } = await deadLetters.topics.contextOf(connectionId, key.topic)
    const letter = { record: found!.record, failure: decodeFailure(found!.record, context) }
    const { origin, dialect } = letter.failure
    const place = needsOrigin(letter, 'auto') ? [{ topic: origin!.topic, partition: origin!.partition!, offset: origin!.offset! }] : []
    const [original] = await fetchRecords(cluster, place, signal)
    const { record } = choosePayload(letter, original ?? null, 'auto', context.userDialects)
    const headers = stripHeaders(record.headers, dialect, context.userDialects)
    return caseSnippets({ ...record, headers, topic: origin?.topic ?? key.topic, bootstrapServers: this.#bootstrap(connectionId) })
  }

  close(): void {
    for (const { cancelSweep } of this.#uploads.values()) cancelSweep()
    this.#uploads.clear()
  }

  #giveUp(uploadId: string): void {
    const upload = this.#uploads.get(uploadId)
    this.#uploads.delete(uploadId)
    // Its rows stay behind only where the disk fails; they are found as orphans at the next start.
    upload?.file.discard().catch(() => {})
  }

  #bootstrap(connectionId: string): string {
    const connection = this.#options.connections.list().connections.find(({ id }) => id === connectionId)
    return connection?.bootstrapServers.join(',') ?? LOCAL_CONNECTION_ID
  }
}
