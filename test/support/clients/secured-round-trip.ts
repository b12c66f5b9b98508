// Three records through a broker that asks who is there, by each of three real clients: sent, and read back as a group.
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Admin, Consumer, MessagesStreamModes, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'
import { Kafka, logLevel, type SASLOptions } from 'kafkajs'
import type { ClientAccess } from '../secured-broker.ts'
import { tempFolder } from '../temp-folder.ts'

export type RoundTrip = (access: ClientAccess, topic: string, groupId: string) => Promise<string[]>

const VALUES = ['one', 'two', 'three']

const byKafkajs: RoundTrip = async ({ bootstrap, authority, own, sasl }, topic, groupId) => {
  const kafka = new Kafka({
    clientId: 'round-trip',
    brokers: [bootstrap],
    logLevel: logLevel.NOTHING,
    retry: { retries: 1, initialRetryTime: 50 },
    ...(authority && { ssl: { ca: authority.pem, ...(own && { cert: own.certificate, key: own.key }) } }),
    ...(sasl && { sasl: { ...sasl, mechanism: sasl.mechanism.toLowerCase() } as SASLOptions }),
  })
  const admin = kafka.admin()
  const producer = kafka.producer()
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 })
  try {
    await admin.connect()
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false })
    await producer.connect()
    await producer.send({ topic, messages: VALUES.map((value) => ({ value })) })
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    const received: string[] = []
    await new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error))
      const eachMessage = async ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
        received.push(String(message.value))
        if (received.length === VALUES.length) resolve()
      }
      consumer.run({ eachMessage }).catch(reject)
    })
    return received
  } finally {
    await Promise.allSettled([admin.disconnect(), producer.disconnect(), consumer.disconnect()])
  }
}

const byPlatformatic: RoundTrip = async ({ bootstrap, authority, own, sasl }, topic, groupId) => {
  const base = {
    clientId: 'round-trip',
    bootstrapBrokers: [bootstrap],
    retries: 0,
    ...(authority && { tls: { ca: authority.pem, ...(own && { cert: own.certificate, key: own.key }) } }),
    ...(sasl && { sasl }),
  }
  const admin = new Admin(base)
  const producer = new Producer({ ...base, serializers: stringSerializers, autocreateTopics: false })
  const consumer = new Consumer({ ...base, groupId, deserializers: stringDeserializers, maxWaitTime: 100 })
  try {
    await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 })
    await producer.send({ acks: -1, messages: VALUES.map((value) => ({ topic, value })) })
    const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST })
    const received: string[] = []
    for await (const { value } of stream) {
      received.push(String(value))
      if (received.length === VALUES.length) break
    }
    return received
  } finally {
    await Promise.allSettled([admin.close(), producer.close(), consumer.close(true)])
  }
}

/** librdkafka, by kcat; asking for a topic's metadata creates it. */
const byKcat: RoundTrip = async (access, topic, groupId) => {
  const settings = ['-X', 'allow.auto.create.topics=true', '-X', 'auto.offset.reset=earliest', ...(await kcatSettings(access))]
  await kcat([...settings, '-L', '-t', topic])
  await kcat([...settings, '-P', '-t', topic], VALUES.join('\n'))
  const read = await kcat([...settings, '-u', '-c', String(VALUES.length), '-G', groupId, topic])
  return read.trim().split('\n')
}

async function kcatSettings({ bootstrap, authority, own, sasl }: ClientAccess): Promise<string[]> {
  const folder = await tempFolder()
  const set = (name: string, value: string): string[] => ['-X', `${name}=${value}`]
  const protocol = `${sasl ? 'SASL_' : ''}${authority ? 'SSL' : 'PLAINTEXT'}`
  const files = own && { certificate: join(folder, 'own.pem'), key: join(folder, 'own-key.pem') }
  if (files) await Promise.all([writeFile(files.certificate, own.certificate), writeFile(files.key, own.key)])
  return [
    '-b', bootstrap,
    ...set('security.protocol', protocol),
    ...(authority ? [...set('ssl.ca.location', authority.file), ...set('ssl.endpoint.identification.algorithm', 'https')] : []),
    ...(files ? [...set('ssl.certificate.location', files.certificate), ...set('ssl.key.location', files.key)] : []),
    ...(sasl ? [...set('sasl.mechanisms', sasl.mechanism), ...set('sasl.username', sasl.username), ...set('sasl.password', sasl.password)] : []),
  ]
}

const KCAT_TIMEOUT_MS = 15_000

function kcat(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('kcat', args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: KCAT_TIMEOUT_MS })
    const [out, errors]: Buffer[][] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => out!.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors!.push(chunk))
    child.once('close', (code) => (code === 0 ? resolve(Buffer.concat(out!).toString()) : reject(new Error(Buffer.concat(errors!).toString()))))
    child.stdin.end(input)
  })
}

export const ROUND_TRIPS: readonly (readonly [name: string, roundTrip: RoundTrip])[] = [
  ['kafkajs', byKafkajs],
  ['@platformatic/kafka', byPlatformatic],
  ['kcat', byKcat],
]
