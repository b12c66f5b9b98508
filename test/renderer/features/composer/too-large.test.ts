// A message that a topic does not take is told with its size and the limit.
import { expect, it } from 'vitest'
import type { TopicConfig } from '../../../../core/contract/topics.ts'
import { maxMessageBytes, messageBytes, tooLargeFailure } from '../../../../renderer/features/composer/too-large.ts'

const failure = { code: 'KAFKA_ERROR', message: 'm', remedy: 'r', step: null }
const config = (name: string, value: string | null): TopicConfig => ({ name, value }) as TopicConfig

it('counts key, value and headers as bytes', () => {
  const text = (chars: number) => ({ kind: 'text' as const, text: 'ü'.repeat(chars) })
  const empty = messageBytes({ topic: 't', partition: null, key: { kind: 'null' }, value: { kind: 'null' }, headers: [] })
  const full = messageBytes({ topic: 't', partition: null, key: text(1), value: text(10), headers: [{ key: 'é', value: text(2) }] })
  expect(full - empty).toBe(2 + 20 + 2 + 4 + 8)
})

it('finds the limit of the topic', () => {
  expect([maxMessageBytes([config('a', '1'), config('max.message.bytes', '1048588')]), maxMessageBytes([]), maxMessageBytes([config('max.message.bytes', null)])]).toEqual([1_048_588, null, null])
})

it('says size and limit, or that the limit is lower where it is not known', () => {
  expect(tooLargeFailure(failure, 'orders', 2_202_009, 1_048_588)).toMatchObject({
    message: 'The message takes about 2.10 MiB; orders takes at most 1.00 MiB (1048588 bytes) in a batch.',
    remedy: 'Send less, or raise max.message.bytes of the topic (and message.max.bytes of the broker).',
  })
  expect(tooLargeFailure(failure, 'orders', 2_202_009, null).message).toBe('The message takes about 2.10 MiB; orders takes less than that in a batch.')
})
