// The consumer protocol inside JoinGroup and SyncGroup: subscriptions and assignments, of which the broker otherwise only knows bytes.
import { withWriter } from '../protocol/define-api.ts'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { Reader } from '../protocol/reader.ts'

export const CONSUMER_PROTOCOL_TYPE = 'consumer'

export interface NamedPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}

export interface Subscription {
  readonly version: number
  readonly topics: readonly string[]
  /** Empty for a client that gives everything up before it joins. */
  readonly ownedPartitions: readonly NamedPartitions[]
  readonly rackId: string | null
}

export interface EmbeddedAssignment {
  readonly partitions: readonly NamedPartitions[]
  /** What the client's own assignor told it besides. */
  readonly userData: Buffer
}

/** Throws ProtocolError. Fields of later versions may be missing. */
export function decodeSubscription(bytes: Buffer): Subscription {
  const reader = new Reader(bytes)
  const version = reader.int16()
  const topics = Array.from({ length: reader.arrayLength(2) }, () => reader.string())
  reader.nullableBytes()
  const ownedPartitions = version >= 1 && reader.remaining > 0 ? readPartitions(reader) : []
  if (version >= 2 && reader.remaining > 0) reader.int32()
  const rackId = version >= 3 && reader.remaining > 0 ? reader.nullableString() : null
  return { version, topics, ownedPartitions, rackId }
}

/** Throws ProtocolError. No bytes are no partitions. */
export function decodeAssignment(bytes: Buffer): EmbeddedAssignment {
  if (bytes.length === 0) return { partitions: [], userData: bytes }
  const reader = new Reader(bytes)
  reader.int16()
  const partitions = readPartitions(reader)
  return { partitions, userData: (reader.remaining > 0 && reader.nullableBytes()) || Buffer.alloc(0) }
}

export function encodeAssignment(version: number, partitions: readonly NamedPartitions[]): Buffer {
  const chunks = withWriter((writer) => {
    writer.int16(version)
    writer.int32(partitions.length)
    for (const { topic, partitions: numbers } of partitions) {
      writer.string(topic)
      writer.int32(numbers.length)
      for (const partition of numbers) writer.int32(partition)
    }
    writer.nullableBytes(null)
    return writer.take()
  })
  return Buffer.concat(chunks)
}

/** The topics that all of these subscriptions name; undefined when one of them is not of this protocol. */
export function subscribedTopics(metadata: readonly Buffer[]): ReadonlySet<string> | undefined {
  try {
    return new Set(metadata.flatMap((bytes) => decodeSubscription(bytes).topics))
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return undefined
  }
}

function readPartitions(reader: Reader): NamedPartitions[] {
  return Array.from({ length: reader.arrayLength(6) }, () => {
    const topic = reader.string()
    return { topic, partitions: Array.from({ length: reader.arrayLength(4) }, () => reader.int32()) }
  })
}
