import { validateORPCError } from '@orpc/contract'
import { expect, it } from 'vitest'
import { ConnectionFailed } from '../../../core/client/connection-errors.ts'
import { NoSuchRecord } from '../../../core/client/read-record.ts'
import { procedure } from '../../../core/contract/procedure.ts'
import { kafkaError } from '../../../core/protocol/error-codes.ts'
import { rpcErrorOf } from '../../../core/services/rpc-errors.ts'
import { invalidInput, notFound, readOnly } from '../../../core/services/service-error.ts'

it.each([
  ['CONNECTION_FAILED', new ConnectionFailed('tls', 'a:1', { message: 'm', remedy: 'r' }), { message: 'm', remedy: 'r', step: 'tls', address: 'a:1' }],
  ['KAFKA_ERROR', kafkaError('MESSAGE_TOO_LARGE', 'm'), { message: 'm', remedy: 'Send less, or raise max.message.bytes of the topic.', code: 10, name: 'MESSAGE_TOO_LARGE' }],
  ['KAFKA_ERROR', kafkaError('THROTTLING_QUOTA_EXCEEDED', 'm'), { message: 'm', remedy: 'Wait a moment, or ask for a larger quota.', code: 89, name: 'THROTTLING_QUOTA_EXCEEDED' }],
  ['KAFKA_ERROR', kafkaError('NOT_CONTROLLER', 'm'), { message: 'm', remedy: '', code: 41, name: 'NOT_CONTROLLER' }],
  ['NOT_FOUND', kafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'm'), { message: 'm', remedy: '' }],
  ['NOT_FOUND', kafkaError('GROUP_ID_NOT_FOUND', 'm'), { message: 'm', remedy: '' }],
  ['NOT_FOUND', new NoSuchRecord('m', 'r'), { message: 'm', remedy: 'r' }],
  ['NOT_FOUND', notFound('m', 'r'), { message: 'm', remedy: 'r' }],
  ['INVALID_INPUT', invalidInput('name', 'm'), { message: 'm', remedy: '', field: 'name' }],
  ['READ_ONLY', readOnly('id', 'prod'), { message: 'The cluster "prod" is read-only.', remedy: 'Arm it first; it goes back to read-only by itself.', connectionId: 'id' }],
])('makes the %s that the contract declares', async (code, error, data) => {
  const rpcError = rpcErrorOf(error)!
  expect([rpcError.code, rpcError.data]).toEqual([code, data])
  expect((await validateORPCError(procedure['~orpc'].errorMap, rpcError)).defined).toBe(true)
})

it('does not dress up a bug', () => {
  expect([rpcErrorOf(new TypeError('x')), rpcErrorOf('x'), rpcErrorOf(undefined)]).toEqual([undefined, undefined, undefined])
})
