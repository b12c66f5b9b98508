import { protocolErrors } from '@platformatic/kafka'
import { describe, expect, test } from 'vitest'
import { ErrorCode, KafkaError, errorOf, kafkaError } from '../../../core/protocol/error-codes.ts'

describe('error codes', () => {
  test('run from -1 to 136 without a gap', () => {
    expect(Object.values(ErrorCode).sort((a, b) => a - b)).toEqual(Array.from({ length: 138 }, (_, i) => i - 1))
  })

  test('have the names and retriability that an independent client knows', () => {
    const theirs = Object.values(protocolErrors).map(({ id, code, canRetry }) => ({ name: id, code, retriable: canRetry }))
    expect(theirs.length).toBeGreaterThan(100)
    for (const error of theirs) expect(errorOf(error.code)).toMatchObject(error)
  })

  test.each(Object.values(ErrorCode))('code %i says what it means in one sentence', (code) => {
    expect(errorOf(code).sentence).toMatch(/^[A-Z].*\.$/)
  })

  test('a code from the future is described as unknown and keeps its number', () => {
    expect(errorOf(999)).toEqual({
      name: 'UNKNOWN_SERVER_ERROR',
      code: 999,
      retriable: false,
      sentence: 'Error code 999 is not one that Headwater knows.',
    })
  })
})

describe('kafkaError', () => {
  test('carries the code and name, and the message of its caller', () => {
    const error = kafkaError('INVALID_PARTITIONS', 'Topic "orders" cannot have 0 partitions.')
    expect(error).toBeInstanceOf(KafkaError)
    expect(error).toMatchObject({ code: 37, errorName: 'INVALID_PARTITIONS', message: 'Topic "orders" cannot have 0 partitions.' })
  })

  test('speaks in the sentence of its code when it is given no message', () => {
    expect(kafkaError('NON_EMPTY_GROUP').message).toBe('The group still has members.')
  })
})
