// The bytes by which consumers of a classic group tell each other what they want and what they get, and how the leader divides it.
import { Reader } from '../protocol/reader.ts'
import { Writer } from '../protocol/writer.ts'

export interface Place {
  readonly topic: string
  readonly partition: number
}

/** Version 0 of the subscription: topics, and no data of the user's. */
export function encodeSubscription(topics: readonly string[]): Buffer {
  const writer = new Writer()
  writer.int16(0)
  writer.arrayLength(topics.length)
  for (const topic of topics) writer.string(topic)
  writer.nullableBytes(null)
  return Buffer.concat(writer.take())
}

export function decodeSubscription(bytes: Buffer): string[] {
  const reader = new Reader(bytes)
  reader.int16()
  return Array.from({ length: reader.arrayLength(2) }, () => reader.string())
}

export function encodeAssignment(places: readonly Place[]): Buffer {
  const writer = new Writer()
  const byTopic = Map.groupBy(places, ({ topic }) => topic)
  writer.int16(0)
  writer.arrayLength(byTopic.size)
  for (const [topic, of] of byTopic) {
    writer.string(topic)
    writer.arrayLength(of.length)
    for (const { partition } of of) writer.int32(partition)
  }
  writer.nullableBytes(null)
  return Buffer.concat(writer.take())
}

/** Every partition to one of those that want its topic, in turn. */
export function divide(places: readonly Place[], wanted: ReadonlyMap<string, readonly string[]>): Map<string, Place[]> {
  const shares = new Map([...wanted.keys()].toSorted().map((memberId) => [memberId, [] as Place[]]))
  let turn = 0
  for (const place of places) {
    const takers = [...shares.keys()].filter((memberId) => wanted.get(memberId)!.includes(place.topic))
    if (takers.length > 0) shares.get(takers[turn++ % takers.length]!)!.push(place)
  }
  return shares
}
