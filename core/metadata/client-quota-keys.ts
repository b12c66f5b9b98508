// The quotas there are, whom each may be set for, and which values it takes.
import { kafkaError } from '../protocol/error-codes.ts'
import type { QuotaEntity } from './client-quota-entity.ts'

type ValueType = 'INT' | 'LONG' | 'DOUBLE'

const CLIENT_QUOTAS = {
  producer_byte_rate: 'LONG',
  consumer_byte_rate: 'LONG',
  request_percentage: 'DOUBLE',
  controller_mutation_rate: 'DOUBLE',
} as const satisfies Record<string, ValueType>

const IP_QUOTAS = { connection_creation_rate: 'INT' } as const satisfies Record<string, ValueType>

export type ByteRateKey = 'producer_byte_rate' | 'consumer_byte_rate'

const MAX: Readonly<Record<ValueType, number>> = { INT: 2 ** 31 - 1, LONG: 2 ** 63, DOUBLE: Number.POSITIVE_INFINITY }
/** How far from a whole number a value may lie that has to be one. */
const EPSILON = 1e-6

/** Throws INVALID_REQUEST for a quota that its entity cannot have, or a value that the quota cannot have. */
export function checkQuota(entity: QuotaEntity, key: string, value: number): void {
  const type = typeOf(entity.has('ip') ? IP_QUOTAS : CLIENT_QUOTAS, key)
  if (type === undefined) throw kafkaError('INVALID_REQUEST', `There is no quota "${key}" for ${[...entity.keys()].join(' and ')}.`)
  if (!(value > 0)) throw kafkaError('INVALID_REQUEST', `Quota "${key}" must be greater than 0, not ${value}.`)
  if (value > MAX[type]) throw kafkaError('INVALID_REQUEST', `Quota "${key}" is ${value}, which is too large: it is of type ${type}.`)
  if (type !== 'DOUBLE' && value % 1 > EPSILON) throw kafkaError('INVALID_REQUEST', `Quota "${key}" must be a whole number, not ${value}.`)
}

function typeOf(quotas: Readonly<Record<string, ValueType>>, key: string): ValueType | undefined {
  return Object.hasOwn(quotas, key) ? quotas[key] : undefined
}
