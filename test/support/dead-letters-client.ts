// The contract's dead letters as a page calls them, on a real local broker: inputs and outputs are checked against their schemas.
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { createTopic } from '../../core/client/admin/topics.ts'
import { produceBatch } from '../../core/client/batch-producer.ts'
import { deadLetters } from '../../core/contract/dead-letters.ts'
import type { Client } from '../../core/contract/rpc-client.ts'
import type { IndexEvent } from '../../core/contract/dead-letters.ts'
import { StreamCredits } from '../../core/services/bounded-stream.ts'
import { createRouter } from '../../core/services/router.ts'
import { startTestServices, type TestServices } from './core-services.ts'
import type { Letter } from './failure-index.ts'
import { T0 } from './dead-letters.ts'

export interface DeadLettersClient extends TestServices {
  readonly client: Client['deadLetters']
  create(topic: string, partitionCount?: number): Promise<void>
  write(topic: string, letters: readonly Letter[]): Promise<void>
  /** Waits until the index has everything of the topics. */
  indexed(...topics: string[]): Promise<IndexEvent>
}

export async function startDeadLettersClient(): Promise<DeadLettersClient> {
  const started = await startTestServices()
  const client = whileTesting((createRouterClient(createRouter(started.services, started.logger), { context: { streams: new StreamCredits() } }) as unknown as Client).deadLetters)
  const cluster = started.services.connections.cluster('local')
  return {
    ...started,
    client,
    create: async (name, partitionCount = 1) => createTopic(cluster, { name, partitionCount }),
    async write(topic, letters) {
      const metadata = await cluster.topic(topic)
      for (const [partition, ofPartition] of Map.groupBy(letters, (letter) => letter.partition ?? 0)) {
        const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text))
        const records = ofPartition.map(({ key = 'k', value = '{}', headers = [], timestampMs = T0 }) => ({ key: bytes(key), value: bytes(value), headers: [...headers], timestamp: timestampMs }))
        await produceBatch(cluster, metadata, { partition, records })
      }
    },
    async indexed(...topics) {
      for await (const event of started.services.deadLetters.index({ connectionId: 'local', topics }, AbortSignal.timeout(20_000))) if (event.isUpToDate) return event
      throw new Error(`The index of ${topics.join(', ')} did not come up to date.`)
    },
  }
}

/** Every call has a signal, as over a transport; streams end with the test. */
function whileTesting(client: Client['deadLetters']): Client['deadLetters'] {
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const called = Object.keys(deadLetters).map((name) => {
    const call = (client as unknown as Record<string, (input: unknown, options: object) => unknown>)[name]!
    return [name, (input: unknown) => call(input, { signal: leaving.signal })]
  })
  return Object.fromEntries(called) as Client['deadLetters']
}
