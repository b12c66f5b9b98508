// Every table of the workbench's own file on one page: what Headwater knows about clusters besides what they hold themselves. See FORMAT.md.
//
// Ids: 1-19 dead letters understood, 20-29 replay plans, 30-39 replay jobs, ledger and audit, 40-44 scans, 45-49 retries.
import { readU64, writeU64 } from './keys.ts'
import { type KeyCodec, Table, textKey } from './tables.ts'

/** Facts of this file by name: `formatVersion`, `installId`. */
export const workbenchFactsTable = new Table<string, unknown>(0, textKey)

// ---- 1-19: dead letters understood (owned by core/deadletters/index) ---------------------------------------------------------------

/** A record of a topic; `topic` is the number that the topic was given when it was first looked at (`indexedTopicsTable`). */
export interface FailurePlace {
  readonly topic: number
  readonly partition: number
  readonly offset: number
}

const failurePlaceKey: KeyCodec<FailurePlace> = {
  encode({ topic, partition, offset }) {
    const key = Buffer.allocUnsafe(16)
    key.writeUInt32BE(topic, 0)
    key.writeUInt32BE(partition, 4)
    writeU64(key, offset, 8)
    return key
  },
  decode: (bytes) => ({ topic: bytes.readUInt32BE(0), partition: bytes.readUInt32BE(4), offset: readU64(bytes, 8) }),
}

/** What was read of a topic; `version` is that of the decoder that read it. Partition numbers are text, as keys of maps are. */
export interface IndexedTopicRecord {
  version: number
  number: number
  topic: string
  /** Digest of the rules that it was read by; others tell otherwise, so it is read again. */
  rules: string
  /** Next offsets to be read, and where the log began when it was last looked at. */
  next: Record<string, number>
  starts: Record<string, number>
  /** Next offsets when a person looked last. */
  visited: Record<string, number>
}

/** What a person or a replay has made of a dead letter. */
export interface TriageRecord {
  state: string
  note: string
  history: { atMs: number; text: string; jobId: string | null }[]
}

export interface FailureGroupRecord {
  note: string
  notedAtMs: number
  /** The group into which a person has merged this one; '' = none. */
  mergedInto: string
}

/** By `clusterId/topicId`. */
export const indexedTopicsTable = new Table<string, IndexedTopicRecord>(1, textKey)
/** Columns of a failure (failure-columns.ts). */
export const failuresTable = new Table<FailurePlace, unknown[]>(2, failurePlaceKey)
/** Frames of stack traces, by a digest of them. */
export const failureStacksTable = new Table<string, string>(3, textKey)
export const triageTable = new Table<FailurePlace, TriageRecord>(4, failurePlaceKey)
/** By `clusterId/fingerprint`. */
export const failureGroupsTable = new Table<string, FailureGroupRecord>(5, textKey)
/** By `clusterId/id`; what a person says about topics. */
export const topicMappingsTable = new Table<string, Record<string, unknown>>(6, textKey)
/** By id. */
export const userDialectsTable = new Table<string, Record<string, unknown>>(7, textKey)

// ---- replay plans ---------------------------------------------------------------------------------------------------------------

/** A numbered part of something: items of a plan, lines of a file. */
export interface PartKey {
  readonly id: string
  readonly part: number
}

const partKey: KeyCodec<PartKey> = {
  encode({ id, part }) {
    const text = textKey.encode(id)
    const key = Buffer.allocUnsafe(2 + text.length + 4)
    key.writeUInt16BE(text.length)
    text.copy(key, 2)
    key.writeUInt32BE(part, key.length - 4)
    return key
  },
  decode: (bytes) => ({ id: bytes.toString('utf8', 2, bytes.length - 4), part: bytes.readUInt32BE(bytes.length - 4) }),
}

/** Owned by core/deadletters/replay (plan-store.ts), which checks `version` before it believes the rest. */
export interface PlanRecord {
  version: number
  [field: string]: unknown
}

/** Rows of items and the texts that they name by number (plan-item-rows.ts). */
export interface PlanChunkRecord {
  texts: string[]
  rows: unknown[][]
}

/** Bytes of a record; headers in their order. */
export interface KeptRecord {
  key: Buffer | null
  value: Buffer | null
  headers: [string, Buffer | null][]
  timestampMs: number
}

/** What a person has put in the place of a record, and the row of the item as it was before. */
export interface PlanEditRecord extends Omit<KeptRecord, 'timestampMs'> {
  before: PlanChunkRecord
}

export interface ImportedFileRecord {
  name: string
  sha256: string
  records: number
  atMs: number
}

/** What was exported, so that it may be purged: runs of offsets by `topicId/partition`, ascending. */
export interface ExportRecord {
  clusterId: string
  sha256: string
  records: number
  atMs: number
  offsets: Record<string, [first: number, last: number][]>
}

/** By plan id. */
export const replayPlansTable = new Table<string, PlanRecord>(20, textKey)
export const planChunksTable = new Table<PartKey, PlanChunkRecord>(21, partKey)
/** By plan and index. */
export const planEditsTable = new Table<PartKey, PlanEditRecord>(22, partKey)
/** Records kept with a plan, by the number that their item has. */
export const planPinsTable = new Table<PartKey, KeptRecord>(23, partKey)
/** The last dry run of a plan; owned by core/deadletters/replay (dry-run-store.ts). */
export const dryRunsTable = new Table<string, PlanRecord>(24, textKey)
export const dryRunChunksTable = new Table<PartKey, PlanChunkRecord>(25, partKey)
/** Where records of a topic go instead, by cluster id. */
export const redirectsTable = new Table<string, { rules: { from: string; to: string }[] }>(26, textKey)
export const importedFilesTable = new Table<string, ImportedFileRecord>(27, textKey)
/** By file and line. */
export const importedRecordsTable = new Table<PartKey, KeptRecord & { source: { topic: string; partition: number; offset: number } }>(28, partKey)
export const exportsTable = new Table<string, ExportRecord>(29, textKey)

// ---- 30-39: replay jobs, ledger and audit (owned by core/deadletters/replay and core/deadletters/audit.ts) --------------------------

/** Its owner checks `version` before it believes the rest. */
export interface VersionedRecord {
  version: number
  [field: string]: unknown
}

export interface LedgerKey {
  readonly jobId: string
  readonly index: number
}

/** What became of one item of a job. */
export interface LedgerRow {
  state: 'PENDING' | 'SENT' | 'SKIPPED' | 'FAILED' | 'HELD' | 'INDOUBT'
  /** Why it was not sent; left out for SENT and PENDING. */
  code?: string
  message?: string
  topic: string
  partition: number
  /** -1 = not known. */
  offset: number
  /** The first 16 hex characters of SHA-256 over what was sent; '' where nothing was. */
  bytesHash: string
  sizeBytes: number
  atMs: number
  /** The audit entry that tells of it; 0 = none. */
  audit: number
}

/** What became of a record after it was sent; no row while nothing is known. */
export interface OutcomeRow {
  outcome: 'consumed' | 'bounced'
  atMs: number
  /** Where it came back. */
  bouncedTo?: { topic: string; topicId: string; partition: number; offset: number }
}

/** That a record was sent to a target, or may have been. */
export interface ReplayedRow {
  jobId: string
  index: number
  state: 'SENT' | 'INDOUBT'
  atMs: number
}

/** Dead letters of one record that came back after replays, oldest first; `cameBy`: which item of which job brought it there. */
export interface ReplayChainRow {
  /** Where the members are: by the digest of the first of them. */
  chain: string
  members: { key: { clusterId: string; topic: string; topicId: string; partition: number; offset: number }; cameBy: LedgerKey | null }[]
}

const ledgerKey = {
  encode({ jobId, index }: LedgerKey): Buffer {
    const job = textKey.encode(jobId)
    const key = Buffer.allocUnsafe(2 + job.length + 4)
    key.writeUInt16BE(job.length)
    job.copy(key, 2)
    key.writeUInt32BE(index, key.length - 4)
    return key
  },
  decode: (bytes: Buffer): LedgerKey => ({ jobId: bytes.toString('utf8', 2, bytes.length - 4), index: bytes.readUInt32BE(bytes.length - 4) }),
}

const sequenceKey = {
  encode(sequence: number): Buffer {
    const key = Buffer.allocUnsafe(8)
    writeU64(key, sequence, 0)
    return key
  },
  decode: (bytes: Buffer): number => readU64(bytes, 0),
}

/** By job id. */
export const replayJobsTable = new Table<string, VersionedRecord>(30, textKey)
export const ledgerTable = new Table<LedgerKey, LedgerRow>(31, ledgerKey)
/** By a digest of the record and its target. */
export const replayedTable = new Table<string, ReplayedRow>(32, textKey)
/** By sequence, from 1. */
export const auditTable = new Table<number, VersionedRecord>(33, sequenceKey)
/** The batch of a job that is under way. */
export const replayFlightsTable = new Table<string, VersionedRecord>(34, textKey)
/** What the targets of a job were when it began, and how far its dead-letter topics were watched. */
export const replayPlacesTable = new Table<string, VersionedRecord>(35, textKey)
export const replayOutcomesTable = new Table<LedgerKey, OutcomeRow>(36, ledgerKey)
/** By a digest of a dead letter: each one's row leads to the first one's, which has the members. */
export const replayChainsTable = new Table<string, ReplayChainRow>(37, textKey)
