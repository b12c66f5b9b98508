// Python with confluent-kafka.
import { pythonString } from './string-literals.ts'
import { type CodeRecord, writtenBytes } from './written-bytes.ts'

export const pythonConnect = (bootstrap: string): string => `from confluent_kafka import Consumer

consumer = Consumer({
    "bootstrap.servers": ${pythonString(bootstrap)},
    "group.id": "my-group",
    "auto.offset.reset": "earliest",
})
consumer.subscribe(["my-topic"])
while True:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        raise SystemExit(message.error())
    print(message.topic(), message.partition(), message.offset(), message.value())
`

export function pythonProduce(bootstrap: string, { topic, partition, key, value, headers }: CodeRecord): string {
  const list = headers.map((header) => `        (${pythonString(header.key)}, ${bytesOf(header.value)}),\n`).join('')
  const code = `from confluent_kafka import Producer


def delivered(error, message):
    if error is not None:
        raise SystemExit(f"Not delivered: {error}")
    print(f"{message.topic()}-{message.partition()} @ {message.offset()}")


producer = Producer({"bootstrap.servers": ${pythonString(bootstrap)}})
producer.produce(
    topic=${pythonString(topic)},
    partition=${partition},
    key=${bytesOf(key)},
    value=${bytesOf(value)},
    headers=[${list === '' ? '' : `\n${list}    `}],
    on_delivery=delivered,
)
producer.flush()
`
  return code.includes('base64.b64decode(') ? `import base64\n\n${code}` : code
}

/** Written as text and encoded, because a bytes literal may hold ASCII only. */
function bytesOf(bytes: Uint8Array | null): string {
  if (bytes === null) return 'None'
  const written = writtenBytes(bytes)
  return 'text' in written ? `${pythonString(written.text)}.encode()` : `base64.b64decode("${written.base64}")`
}
