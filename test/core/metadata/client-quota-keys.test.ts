import { expect, it } from 'vitest'
import { checkQuota } from '../../../core/metadata/client-quota-keys.ts'

const user = new Map([['user', 'alice']] as const)
const both = new Map([['user', null], ['client-id', 'app']] as const)
const ip = new Map([['ip', null]] as const)

it.each([
  [user, 'producer_byte_rate', 1],
  [user, 'consumer_byte_rate', 2 ** 62],
  [both, 'request_percentage', 0.5],
  [both, 'controller_mutation_rate', 1.25],
  [ip, 'connection_creation_rate', 2 ** 31 - 1],
  [user, 'producer_byte_rate', 1000.000_000_5],
])('%o may have %s=%d', (entity, key, value) => {
  expect(() => checkQuota(entity, key, value)).not.toThrow()
})

it.each([
  [user, 'connection_creation_rate', 5, 'There is no quota "connection_creation_rate" for user.'],
  [both, 'bytes', 5, 'There is no quota "bytes" for user and client-id.'],
  [both, 'toString', 5, 'There is no quota "toString" for user and client-id.'],
  [ip, 'producer_byte_rate', 5, 'There is no quota "producer_byte_rate" for ip.'],
  [user, 'producer_byte_rate', 0, 'Quota "producer_byte_rate" must be greater than 0, not 0.'],
  [user, 'request_percentage', -1, 'Quota "request_percentage" must be greater than 0, not -1.'],
  [user, 'request_percentage', Number.NaN, 'Quota "request_percentage" must be greater than 0, not NaN.'],
  [user, 'consumer_byte_rate', 0.5, 'Quota "consumer_byte_rate" must be a whole number, not 0.5.'],
  [user, 'consumer_byte_rate', 1e19, 'Quota "consumer_byte_rate" is 10000000000000000000, which is too large: it is of type LONG.'],
  [ip, 'connection_creation_rate', 2 ** 31, 'Quota "connection_creation_rate" is 2147483648, which is too large: it is of type INT.'],
])('%o may not have %s=%d', (entity, key, value, message) => {
  expect(() => checkQuota(entity, key, value)).toThrow(expect.objectContaining({ errorName: 'INVALID_REQUEST', message }) as Error)
})
