// Every failure has three parts: what happened, to which thing, what to do now.
import { ORPCError } from '@orpc/client'
import { expect, it } from 'vitest'
import { ConnectionLost } from '../../../core/contract/rpc-client.ts'
import { failureOf } from '../../../renderer/rpc/failure.ts'

const declared = (code: string, data: object): ORPCError<string, object> => new ORPCError(code, { defined: true, data })

it.each([
  [
    'a cluster that does not answer',
    declared('CONNECTION_FAILED', {
      message: 'a:9092 refused the connection.',
      remedy: 'Is it running?',
      step: 'connect',
      address: 'a:9092',
    }),
    { code: 'CONNECTION_FAILED', message: 'a:9092 refused the connection.', remedy: 'Is it running?', step: 'opening a TCP connection' },
  ],
  [
    'a Kafka error',
    declared('KAFKA_ERROR', { message: 'Topic "a" exists.', remedy: '', code: 36, name: 'TOPIC_ALREADY_EXISTS' }),
    { code: 'KAFKA_ERROR', message: 'Topic "a" exists.', remedy: '', step: null },
  ],
  [
    'a dropped connection',
    new ConnectionLost(),
    {
      code: 'LOST',
      message: 'The connection to Headwater’s core dropped before it answered.',
      remedy: 'It reconnects by itself.',
      step: null,
    },
  ],
  [
    'an undeclared failure',
    new ORPCError('INTERNAL_SERVER_ERROR'),
    {
      code: 'INTERNAL',
      message: 'The core failed inside (INTERNAL_SERVER_ERROR).',
      remedy: 'Try again; if it stays, the log of the core names the cause.',
      step: null,
    },
  ],
  [
    'a failure of the page',
    new TypeError('x is undefined'),
    { code: 'INTERNAL', message: 'The page failed: x is undefined.', remedy: 'Reload the page.', step: null },
  ],
])('describes %s', (_what, error, failure) => {
  expect(failureOf(error)).toEqual(failure)
})
