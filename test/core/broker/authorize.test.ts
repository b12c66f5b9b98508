import { describe, expect, it } from 'vitest'
import { type Authorizer, authorizedOperations, clusterOperations, isAuthorized, isAuthorizedOnAny, mayCreateTopic } from '../../../core/broker/authorize.ts'
import type { RequestContext } from '../../../core/broker/handler.ts'

/** Allows exactly `READ TOPIC orders` and the like. */
function contextWith(...allowed: string[]): RequestContext {
  const authorizer: Authorizer = {
    isAllowed: ({ principal, host }, ...words) => principal === 'User:alice' && host === '::1' && allowed.includes(words.join(' ')),
    isAllowedOnAny: (_client, ...words) => allowed.some((right) => right.startsWith(words.join(' '))),
  }
  return { broker: { authorizer }, connection: { principal: 'User:alice', remoteAddress: '::1' } } as unknown as RequestContext
}
const open = { broker: {}, connection: { principal: 'User:ANONYMOUS', remoteAddress: '::1' } } as unknown as RequestContext

describe('without an authorizer', () => {
  it('everybody may do everything', () => {
    expect([isAuthorized(open, 'READ', 'TOPIC', 'orders'), isAuthorized(open, 'ALTER', 'CLUSTER'), isAuthorizedOnAny(open, 'WRITE', 'TOPIC'), mayCreateTopic(open, 'orders')]).toEqual([true, true, true, true])
  })

  it('the operations are those that Kafka tells of', () => {
    expect([authorizedOperations(open, 'TOPIC', 'orders'), clusterOperations(open), authorizedOperations(open, 'GROUP', 'g')]).toEqual([0b1101_1111_1000, 0b1_1111_1010_0000, 0b1101_0100_1000])
  })
})

describe('with an authorizer', () => {
  it('asks it about who is connected, from where, and what they want', () => {
    const context = contextWith('READ TOPIC orders', 'ALTER CLUSTER kafka-cluster')
    expect([isAuthorized(context, 'READ', 'TOPIC', 'orders'), isAuthorized(context, 'READ', 'TOPIC', 'payments'), isAuthorized(context, 'ALTER', 'CLUSTER')]).toEqual([true, false, true])
    expect([isAuthorizedOnAny(context, 'READ', 'TOPIC'), isAuthorizedOnAny(context, 'WRITE', 'TOPIC')]).toEqual([true, false])
  })

  it('the operations are those that the client may do; none of a cluster that it may not see', () => {
    expect(authorizedOperations(contextWith('READ TOPIC orders', 'DESCRIBE TOPIC orders'), 'TOPIC', 'orders')).toBe((1 << 3) | (1 << 8))
    expect(clusterOperations(contextWith('CREATE CLUSTER kafka-cluster'))).toBe(0)
    expect(clusterOperations(contextWith('CREATE CLUSTER kafka-cluster', 'DESCRIBE CLUSTER kafka-cluster'))).toBe((1 << 5) | (1 << 8))
  })

  it.each([
    ['for all', 'CREATE CLUSTER kafka-cluster', true],
    ['by name', 'CREATE TOPIC orders', true],
    ['elsewhere', 'CREATE TOPIC payments', false],
  ])('a topic is created with the right %s', (_how, right, expected) => {
    expect(mayCreateTopic(contextWith(right), 'orders')).toBe(expected)
  })
})
