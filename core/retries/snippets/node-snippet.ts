// A consumer with kafkajs.
import { singleQuoted, type Snippet, type SnippetInput } from './snippet.ts'

export function nodeSnippet({ topics, groupId, bootstrapServers, topology: { ingress } }: SnippetInput): Snippet {
  const code = `import { Kafka } from 'kafkajs'

const kafka = new Kafka({ brokers: [${singleQuoted(bootstrapServers)}] })
const consumer = kafka.consumer({ groupId: ${singleQuoted(groupId)} })
const producer = kafka.producer()

await Promise.all([consumer.connect(), producer.connect()])
await consumer.subscribe({ topics: [${topics.map(singleQuoted).join(', ')}], fromBeginning: true })
await consumer.run({
  eachMessage: async ({ topic, partition, message }) => {
    try {
      await handle(message)
    } catch (error) {
      // The headers go along: they count the attempts.
      const headers = {
        ...message.headers,
        'x-error-class': error.name,
        'x-error-message': error.message,
        'x-error-stack': error.stack,
        'x-original-topic': topic,
        'x-original-partition': String(partition),
        'x-original-offset': message.offset,
      }
      await producer.send({ topic: ${singleQuoted(ingress)}, messages: [{ key: message.key, value: message.value, headers }] })
    }
  },
})`
  return { client: 'Node.js', language: 'javascript', title: 'kafkajs', code }
}
