// Every metadata table on one page: name, key and value as they are on disk. See FORMAT.md.
import { Packr } from 'msgpackr'
import { assert } from '../base/assert.ts'
import { logKey, readU64, writeU64 } from './keys.ts'

// Plain maps, no record extension: a value can be read without the stream it was written in. int64 as number where safe.
const packr = new Packr({ useRecords: false, moreTypes: false, int64AsType: 'number', mapsAsObjects: true })

/** The longest text that may stand in a key, bytes: keeps every key below LMDB's limit. */
export const MAX_TEXT_KEY_BYTES = 1024

export interface KeyCodec<K> {
  encode(key: K): Buffer
  decode(bytes: Buffer): K
}

export interface ValueCodec<V> {
  encode(value: V): Buffer
  decode(bytes: Buffer): V
}

/** One write of a commit unit; a null value removes the key. */
export interface Write {
  readonly key: Buffer
  readonly value: Buffer | null
}

export class Table<K, V> {
  readonly id: number
  readonly #keys: KeyCodec<K>
  readonly #values: ValueCodec<V>

  constructor(id: number, keys: KeyCodec<K>, values: ValueCodec<V> = packed<V>()) {
    this.id = id
    this.#keys = keys
    this.#values = values
  }

  put(key: K, value: V): Write {
    return { key: this.encodeKey(key), value: this.#values.encode(value) }
  }

  remove(key: K): Write {
    return { key: this.encodeKey(key), value: null }
  }

  encodeKey(key: K): Buffer {
    return Buffer.concat([Buffer.of(this.id), this.#keys.encode(key)])
  }

  decodeKey(bytes: Buffer): K {
    return this.#keys.decode(bytes.subarray(1))
  }

  decodeValue(bytes: Buffer): V {
    return this.#values.decode(bytes)
  }

  /** Bounds of all keys of this table. */
  get start(): Buffer {
    return Buffer.of(this.id)
  }

  get end(): Buffer {
    return Buffer.of(this.id + 1)
  }
}

// ---- values ---------------------------------------------------------------------------------------------------------------------

export interface TopicRecord {
  name: string
  /** Kafka's text form, 22 base64url characters. */
  topicId: string
  /** Log partition ids by partition index; a u32 that is never used again. */
  partitions: number[]
  configs: Record<string, string>
  createdAtMs: number
}

export interface OffsetKey {
  groupId: string
  topic: string
  partition: number
}

export interface OffsetRecord {
  offset: number
  leaderEpoch: number
  metadata: string
  commitTimestampMs: number
  /** The topic's id at commit time: offsets of a deleted and created again topic must not come back. */
  topicId: string
}

/** An offset that counts once the transaction of this producer commits. */
export interface PendingOffsetKey extends OffsetKey {
  producerId: number
}

export interface PendingOffsetRecord extends OffsetRecord {
  /** The partition was committed outside of the transaction since: that stays. */
  isOvertaken?: true
}

/** Owned by core/transactions (transaction-record.ts), which checks `version` before it believes the rest. */
export interface TransactionRecord {
  version: number
  [field: string]: unknown
}

/** Owned by core/groups (group-record.ts), which checks `version` before it believes the rest. */
export interface GroupRecord {
  version: number
  [field: string]: unknown
}

export interface ConsumerMemberKey {
  groupId: string
  memberId: string
}

/** Owned by core/groups (consumer-group-record.ts), which checks `version` before it believes the rest. */
export interface ConsumerMemberRecord {
  version: number
  [field: string]: unknown
}

export interface ProducerKey {
  partition: number
  producerId: number
}

/** Owned by core/log (producer-state.ts). Batches are `[firstSequence, lastSequence, firstOffset, timestampMs]`, oldest first, at most five. */
export interface ProducerRecord {
  epoch: number
  lastTimestampMs: number
  batches: [number, number, number, number][]
  /** Of the last marker; left out before the first. */
  coordinatorEpoch?: number
  /** Where its open transaction begins on this partition; left out while there is none. */
  transactionFirstOffset?: number
  /** When its last marker was written, where nothing of it has followed. */
  endedMs?: number
}

export interface AbortedTransactionKey {
  partition: number
  /** Of its abort marker. */
  lastOffset: number
}

/** Owned by core/log (aborted-transactions.ts). */
export interface AbortedTransactionRecord {
  producerId: number
  firstOffset: number
  /** The last stable offset right after its marker: transactions that ended later began at or after it. */
  lastStableOffset: number
}

export interface ExtentKey {
  partition: number
  /** Stays for the extent's life; extents of a partition do not overlap. */
  firstOffset: number
}

/** A run of one partition's offsets and the file that holds its batches. */
export interface ExtentRecord {
  generation: number
  lastOffset: number
  bytes: number
  records: number
  /** -1 when no record has a timestamp. */
  maxTimestampMs: number
  /** The broker's clock at the first append and at the last. */
  firstAppendMs: number
  lastAppendMs: number
}

/** A resource with configs of its own; the type is Kafka's number. */
export interface ConfigResourceKey {
  readonly type: number
  readonly name: string
}

/** Owned by core/metadata (client-quotas.ts). */
export interface ClientQuotaRecord {
  /** Kinds of entities (`user`, `client-id`, `ip`) with their names; null is the default of the kind. */
  entity: [string, string | null][]
  values: Record<string, number>
}

export interface FileRecord {
  batchBytes: number
}

/** Owned by core/log (compaction/). */
export interface CompactionRecord {
  /** Records below it are compacted: at most one of each key is left of them. */
  cleanedUntil: number
  /** When tombstones or markers that compaction left in place may go; -1 when there are none. */
  nextHorizonMs: number
}

/** Owned by core/security (scram-credentials.ts); the bytes are base64. No password can be read from it. */
export interface ScramCredentialRecord {
  salt: string
  storedKey: string
  serverKey: string
  iterations: number
}

/** An access rule; the words are Kafka's (protocol/acl-words.ts). */
export interface AclRecord {
  resourceType: string
  resourceName: string
  patternType: string
  principal: string
  host: string
  operation: string
  permissionType: string
}

/** Owned by core/retries (policy-record.ts), which checks `version` before it believes the rest. */
export interface RetryPolicyRecord {
  version: number
  [field: string]: unknown
}

/** Owned by core/retries (position.ts). */
export interface RetryCursorRecord {
  version: number
  /** Everything below has gone on, and of what is above the offsets `ahead`. */
  next: number
  moved: number
  ahead: number[]
  /** Everything below is due. */
  released: number
  /** `[untilOffset, byMs]`: so much earlier than their delay says. */
  warps: [number, number][]
}

/** Owned by core/deadletters/replay (register.ts): how far a job has come that writes to this broker. */
export interface ReplayRegisterRecord {
  version: number
  [field: string]: unknown
}

// ---- keys -----------------------------------------------------------------------------------------------------------------------

export const textKey: KeyCodec<string> = {
  encode(text) {
    const bytes = Buffer.from(text, 'utf8')
    assert(bytes.length <= MAX_TEXT_KEY_BYTES, `a key of ${bytes.length} bytes is longer than ${MAX_TEXT_KEY_BYTES}`)
    return bytes
  },
  decode: (bytes) => bytes.toString('utf8'),
}

const partitionKey: KeyCodec<number> = {
  encode(partition) {
    const key = Buffer.allocUnsafe(4)
    key.writeUInt32BE(partition)
    return key
  },
  decode: (bytes) => bytes.readUInt32BE(0),
}

const offsetKey: KeyCodec<OffsetKey> = {
  encode({ groupId, topic, partition }) {
    const group = textKey.encode(groupId)
    const name = textKey.encode(topic)
    const key = Buffer.allocUnsafe(2 + group.length + name.length + 4)
    key.writeUInt16BE(group.length)
    group.copy(key, 2)
    name.copy(key, 2 + group.length)
    key.writeUInt32BE(partition, key.length - 4)
    return key
  },
  decode(bytes) {
    const end = 2 + bytes.readUInt16BE(0)
    return {
      groupId: bytes.toString('utf8', 2, end),
      topic: bytes.toString('utf8', end, bytes.length - 4),
      partition: bytes.readUInt32BE(bytes.length - 4),
    }
  },
}

const consumerMemberKey: KeyCodec<ConsumerMemberKey> = {
  encode({ groupId, memberId }) {
    const group = textKey.encode(groupId)
    const length = Buffer.allocUnsafe(2)
    length.writeUInt16BE(group.length)
    return Buffer.concat([length, group, textKey.encode(memberId)])
  },
  decode(bytes) {
    const end = 2 + bytes.readUInt16BE(0)
    return { groupId: bytes.toString('utf8', 2, end), memberId: bytes.toString('utf8', end) }
  },
}

const pendingOffsetKey: KeyCodec<PendingOffsetKey> = {
  encode({ producerId, ...offset }) {
    const producer = Buffer.allocUnsafe(8)
    writeU64(producer, producerId, 0)
    return Buffer.concat([producer, offsetKey.encode(offset)])
  },
  decode: (bytes) => ({ producerId: readU64(bytes, 0), ...offsetKey.decode(bytes.subarray(8)) }),
}

const producerKey: KeyCodec<ProducerKey> = {
  encode({ partition, producerId }) {
    const key = Buffer.allocUnsafe(12)
    key.writeUInt32BE(partition)
    writeU64(key, producerId, 4)
    return key
  },
  decode: (bytes) => ({ partition: bytes.readUInt32BE(0), producerId: readU64(bytes, 4) }),
}

const abortedTransactionKey: KeyCodec<AbortedTransactionKey> = {
  encode: ({ partition, lastOffset }) => logKey(partition, lastOffset),
  decode: (bytes) => ({ partition: bytes.readUInt32BE(0), lastOffset: readU64(bytes, 4) }),
}

const extentKey: KeyCodec<ExtentKey> = {
  encode: ({ partition, firstOffset }) => logKey(partition, firstOffset),
  decode: (bytes) => ({ partition: bytes.readUInt32BE(0), firstOffset: readU64(bytes, 4) }),
}

const configResourceKey: KeyCodec<ConfigResourceKey> = {
  encode: ({ type, name }) => Buffer.concat([Buffer.of(type), textKey.encode(name)]),
  decode: (bytes) => ({ type: bytes[0]!, name: textKey.decode(bytes.subarray(1)) }),
}

export function packed<V>(): ValueCodec<V> {
  return {
    // A copy: msgpackr hands out views of a buffer that it goes on filling, and LMDB reads values after this turn.
    encode: (value) => Buffer.from(packr.pack(value)),
    decode: (bytes) => packr.unpack(bytes) as V,
  }
}

// ---- tables: the first byte of every key in the `meta` database -------------------------------------------------------------------

/** Facts of this data folder by name: `clusterId`, `nextPartitionId`, `nextProducerId`, `features` (metadata/features.ts). */
export const clusterTable = new Table<string, unknown>(1, textKey)
export const topicsTable = new Table<string, TopicRecord>(2, textKey)
export const groupsTable = new Table<string, GroupRecord>(3, textKey)
export const groupOffsetsTable = new Table<OffsetKey, OffsetRecord>(4, offsetKey)
export const producersTable = new Table<ProducerKey, ProducerRecord>(5, producerKey)
export const extentsTable = new Table<ExtentKey, ExtentRecord>(6, extentKey)
/** First readable offset of a partition; also its next offset when no extent is left. Absent = 0. */
export const logStartsTable = new Table<number, number>(7, partitionKey)
/** Facts of the generation that the table stands in: `complete`, `createdAtMs`, `formatVersion`. */
export const generationTable = new Table<string, unknown>(8, textKey)
/** By transactional id. */
export const transactionsTable = new Table<string, TransactionRecord>(9, textKey)
export const pendingOffsetsTable = new Table<PendingOffsetKey, PendingOffsetRecord>(10, pendingOffsetKey)
export const abortedTransactionsTable = new Table<AbortedTransactionKey, AbortedTransactionRecord>(11, abortedTransactionKey)
/** What was put into a data file, by its id: the difference to what is live there is dead. Absent = unknown. */
export const filesTable = new Table<number, FileRecord>(17, partitionKey)
/** How far a partition has been compacted. Absent = never. */
export const compactionsTable = new Table<number, CompactionRecord>(18, partitionKey)
/** Configs by name of brokers (4; "" = cluster-wide), client metrics (16) and groups (32). */
export const dynamicConfigsTable = new Table<ConfigResourceKey, Readonly<Record<string, string>>>(12, configResourceKey)
/** Key: a digest of the entity, whose names may be longer than a key. */
export const clientQuotasTable = new Table<string, ClientQuotaRecord>(14, textKey)
/** By `mechanism/user`. */
export const scramCredentialsTable = new Table<string, ScramCredentialRecord>(15, textKey)
/** By an id made for each rule. */
export const aclsTable = new Table<string, AclRecord>(16, textKey)
/** Members of KIP-848 groups; the groups themselves stand in `groupsTable`. */
export const consumerMembersTable = new Table<ConsumerMemberKey, ConsumerMemberRecord>(32, consumerMemberKey)
/** By policy id. */
export const retryPoliciesTable = new Table<string, RetryPolicyRecord>(40, textKey)
/** By `policy id/topic id/partition`; what is released of a delayed topic by `/topic id/partition`. */
export const retryCursorsTable = new Table<string, RetryCursorRecord>(41, textKey)
/** By job id. */
export const replayRegistersTable = new Table<string, ReplayRegisterRecord>(42, textKey)
