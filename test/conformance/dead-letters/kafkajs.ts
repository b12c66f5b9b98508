// kafkajs-async-retry, taken from the npm registry and run on the kafkajs that is installed here.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type EachMessageHandler, type EachMessagePayload, Kafka, logLevel, type Producer } from 'kafkajs'
import type { Framework } from './frameworks.ts'
import type { World } from './world.ts'

const VERSION = '1.0.0'
const folder = join(import.meta.dirname, '../../..', 'node_modules/.cache/dead-letters', `kafkajs-async-retry-${VERSION}`)
const entry = join(folder, 'package/dist/index.js')
const run = promisify(execFile)

/** What we use of it. */
interface AsyncRetry {
  readonly default: new (config: { producer: Producer; groupId: string; maxRetries: number; retryDelays: number[] }) => {
    readonly retryTopics: string[]
    eachMessage(handler: (payload: EachMessagePayload) => Promise<void>): EachMessageHandler
  }
  readonly DeadLetter: new (reason: string) => Error
}

export const kafkajsAsyncRetry: Framework = {
  name: 'kafkajs-async-retry',
  version: VERSION,
  obstacle,
  failings: [
    { file: 'kafkajs-async-retry-once', what: 'Two retries a second apart; a message given up at once has no header of it', run: async (world) => failing(world, false) },
    { file: 'kafkajs-async-retry-replayed', what: 'Dead letters written back to their topic with all headers, where they fail again', run: async (world) => failing(world, true) },
  ],
}

async function obstacle(): Promise<string | null> {
  if (existsSync(entry)) return null
  await mkdir(folder, { recursive: true })
  const fetched = run('npm', ['pack', '--silent', '--pack-destination', folder, `kafkajs-async-retry@${VERSION}`]).then(async () =>
    run('tar', ['-xzf', join(folder, `kafkajs-async-retry-${VERSION}.tgz`), '-C', folder]),
  )
  return fetched.then(
    () => null,
    (error: Error) => `npm could not fetch kafkajs-async-retry ${VERSION}: ${error.message.split('\n')[0]}`,
  )
}

async function failing(world: World, isReplayed: boolean): Promise<void> {
  const { default: AsyncRetryHelper, DeadLetter } = createRequire(import.meta.url)(entry) as AsyncRetry
  const kafka = new Kafka({ clientId: 'billing', brokers: [world.bootstrap], logLevel: logLevel.NOTHING })
  const [producer, consumer] = [kafka.producer(), kafka.consumer({ groupId: 'billing' })]
  await producer.connect()
  const helper = new AsyncRetryHelper({ producer, groupId: 'billing', maxRetries: 2, retryDelays: [1] })
  for (const topic of ['invoices', ...helper.retryTopics, 'billing-dlq']) await world.createTopic(topic, 2)
  await world.send('invoices', 1, [
    { key: 'INV-1', value: '{"invoice":1}', headers: [{ key: 'x-tag', value: 'first' }, { key: 'x-tag', value: 'second' }, { key: 'traceparent', value: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }] },
    { key: null, value: '{"invoice":2}' },
    { key: 'FATAL-3', value: null },
  ])
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: ['invoices', ...helper.retryTopics], fromBeginning: true })
    await consumer.run({
      eachMessage: helper.eachMessage(async ({ message }) => {
        if (message.key?.toString().startsWith('FATAL')) throw new DeadLetter('an invoice without content')
        throw new Error('The ledger is closed')
      }),
    })
    await world.arrived('billing-dlq', 3)
    if (!isReplayed) return
    await world.replay('billing-dlq', 'invoices')
    await world.arrived('billing-dlq', 6)
  } finally {
    await consumer.disconnect()
    await producer.disconnect()
  }
}
