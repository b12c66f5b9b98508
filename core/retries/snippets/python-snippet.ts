// A consumer with confluent-kafka.
import { quoted, type Snippet, type SnippetInput } from './snippet.ts'

export function pythonSnippet({ topics, groupId, bootstrapServers, topology: { ingress } }: SnippetInput): Snippet {
  const code = `from confluent_kafka import Consumer, Producer

consumer = Consumer({
    "bootstrap.servers": ${quoted(bootstrapServers)},
    "group.id": ${quoted(groupId)},
    "enable.auto.commit": False,
    "auto.offset.reset": "earliest",
})
producer = Producer({"bootstrap.servers": ${quoted(bootstrapServers)}})
consumer.subscribe([${topics.map(quoted).join(', ')}])

while True:
    message = consumer.poll(0.5)
    if message is None or message.error():
        continue
    try:
        handle(message)
    except Exception as error:
        # The headers go along: they count the attempts.
        notes = {
            "x-error-class": type(error).__name__,
            "x-error-message": str(error),
            "x-original-topic": message.topic(),
            "x-original-partition": str(message.partition()),
            "x-original-offset": str(message.offset()),
        }
        kept = [(name, value) for name, value in message.headers() or [] if name not in notes]
        headers = kept + [(name, value.encode()) for name, value in notes.items()]
        producer.produce(${quoted(ingress)}, key=message.key(), value=message.value(), headers=headers)
        producer.flush()
    consumer.commit(message)`
  return { client: 'Python', language: 'python', title: 'confluent-kafka', code }
}
