// What consumers tell each other when they join: their subscription, as Kafka's own protocol writes it.

/** Version 1, of one topic, owning nothing. Kafka reads it: bytes that are no subscription are never answered there. */
export function subscription(topic: string, userData = ''): Buffer {
  const data = Buffer.from(userData)
  const bytes = Buffer.alloc(16 + topic.length + data.length)
  bytes.writeInt16BE(1, 0)
  bytes.writeInt32BE(1, 2)
  bytes.writeInt16BE(topic.length, 6)
  bytes.write(topic, 8)
  bytes.writeInt32BE(data.length, 8 + topic.length)
  data.copy(bytes, 12 + topic.length)
  return bytes
}
