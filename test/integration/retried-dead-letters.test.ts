// Dead letters of the forwarder as the dead-letter centre reads them: in every dialect the same failure.
import { expect, it } from 'vitest'
import { decodeFailure } from '../../core/deadletters/failure.ts'
import type { HeaderDialect } from '../../core/retries/headers/header-dialects.ts'
import { header, RetryWorld } from '../support/retry-world.ts'

it.each<HeaderDialect>(['headwater', 'spring-retry', 'smallrye-retry', 'kafkajs-async-retry'])('%s', async (headerDialect) => {
  const world = await RetryWorld.start()
  await world.save({ headerDialect, maxAttempts: 3, tiers: [{ topic: 'first', delayMs: 100 }, { topic: 'second', delayMs: 200 }], deadLetterTopic: 'dead' })
  const notes = [header('x-error-class', 'java.lang.IllegalStateException'), header('x-error-message', 'card declined'), header('x-original-topic', 'orders'), header('x-original-partition', '1'), header('x-original-offset', '41')]
  await world.put('orders.retry', 1, { key: Buffer.from('k'), value: Buffer.from('v'), headers: [header('trace', '7'), ...notes] })
  for (const attempt of [2, 3]) {
    await world.pass(400)
    const { headers } = world.read('orders').at(-1)!
    await world.put('orders.retry', 1, { key: Buffer.from('k'), value: Buffer.from('v'), headers: [...headers, ...notes, header('again', String(attempt))] })
  }
  await world.pass(200)
  const [dead] = world.read('dead')
  const failure = decodeFailure(
    { topic: 'dead', topicId: 'id', partition: dead!.partition, offset: dead!.offset, timestampMs: dead!.timestampMs, timestampType: 'CreateTime', key: Buffer.from('k'), value: Buffer.from('v'), headers: dead!.headers },
    { clusterId: 'c' },
  )
  expect(failure).toMatchObject({ dialect: headerDialect, origin: { topic: 'orders' }, attempts: 3, decodeIssues: [] })
  if (headerDialect !== 'kafkajs-async-retry') expect(failure).toMatchObject({ origin: { topic: 'orders', partition: 1, offset: 41 }, error: { class: 'java.lang.IllegalStateException', message: 'card declined' } })
  expect(dead!.headers.filter(({ key }) => key === 'trace' || key.startsWith('x-')).map(({ key }) => key)).toEqual(['trace'])
  await world.stop()
})
