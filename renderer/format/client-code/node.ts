// JavaScript with kafkajs, as an ES module.
import { jsString } from './string-literals.ts'
import { type CodeRecord, writtenBytes } from './written-bytes.ts'

const brokers = (bootstrap: string): string => `[${bootstrap.split(',').map(jsString).join(', ')}]`

export const nodeConnect = (bootstrap: string): string => `import { Kafka } from 'kafkajs'

const kafka = new Kafka({ clientId: 'my-app', brokers: ${brokers(bootstrap)} })

const consumer = kafka.consumer({ groupId: 'my-group' })
await consumer.connect()
await consumer.subscribe({ topic: 'my-topic', fromBeginning: true })
await consumer.run({
  eachMessage: async ({ topic, partition, message }) => {
    console.log(topic, partition, message.offset, message.value?.toString())
  },
})
`

export function nodeProduce(bootstrap: string, { topic, partition, key, value, headers }: CodeRecord): string {
  return `import { Kafka } from 'kafkajs'
${notes(headers)}
const kafka = new Kafka({ brokers: ${brokers(bootstrap)} })
const producer = kafka.producer()
await producer.connect()
await producer.send({
  topic: ${jsString(topic)},
  messages: [
    {
      partition: ${partition},
      key: ${bytesOf(key)},
      value: ${bytesOf(value)},${headersOf(headers)}
    },
  ],
})
await producer.disconnect()
`
}

function bytesOf(bytes: Uint8Array | null): string {
  if (bytes === null) return 'null'
  const written = writtenBytes(bytes)
  return 'text' in written ? jsString(written.text) : `Buffer.from('${written.base64}', 'base64')`
}

type Headers = CodeRecord['headers']

/** Computed names, because `"__proto__": …` is not a property. */
function headersOf(headers: Headers): string {
  const byName = [...Map.groupBy(sendable(headers), ({ key }) => key)]
  if (byName.length === 0) return ''
  const lines = byName.map(([name, same]) => {
    const values = same.map(({ value }) => bytesOf(value))
    return `        [${jsString(name)}]: ${values.length === 1 ? values[0] : `[${values.join(', ')}]`},\n`
  })
  return `\n      headers: {\n${lines.join('')}      },`
}

const sendable = (headers: Headers): Headers => headers.filter(({ value }) => value !== null)

/** kafkajs 2.2.4 measures every header value, which fails for null, and takes headers as an object. */
function notes(headers: Headers): string {
  const names = sendable(headers).map(({ key }) => key)
  const sent = Object.keys(Object.fromEntries(names.map((name) => [name, 0]))).flatMap((name) => names.filter((same) => same === name))
  const nulls = headers.filter(({ value }) => value === null).map(({ key }) => jsString(key))
  return [
    nulls.length > 0 && `\n// kafkajs cannot send headers that are null. Left out: ${nulls.join(', ')}`,
    names.some((name, index) => name !== sent[index]) && '\n// kafkajs sends headers by name: their values are kept, the order among different names is not.',
  ]
    .filter(Boolean)
    .join('')
}
