// What a classic consumer was assigned, as written inside its group's assignment bytes (the consumer protocol).
import { Reader } from '../../protocol/reader.ts'

export interface AssignedTopic {
  readonly topic: string
  readonly partitions: number[]
}

/** Throws ProtocolError for bytes in another format. Empty bytes mean nothing assigned yet. */
export function decodeAssignment(bytes: Buffer): AssignedTopic[] {
  if (bytes.length === 0) return []
  const reader = new Reader(bytes)
  reader.int16()
  return Array.from({ length: reader.arrayLength(6) }, () => {
    const topic = reader.string()
    return { topic, partitions: Array.from({ length: reader.arrayLength(4) }, () => reader.int32()) }
  })
}
