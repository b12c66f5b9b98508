import { describe, expect, test } from 'vitest'
import { checkMinIsr, merged, validateBrokerConfigs } from '../../../core/metadata/broker-config-changes.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'

const configs = () => BrokerConfigs.from({})

describe('broker configs that change while the broker runs', () => {
  test('are kept in canonical text; names that nobody knows pass', () => {
    const own = { 'log.retention.ms': ' +7 ', 'listener.name.internal.ssl.key.password': 'x', 'my.plugin': ' y ' }
    expect(validateBrokerConfigs(own, false, configs())).toEqual({ ...own, 'log.retention.ms': '7' })
  })

  test.each([
    [{ 'num.partitions': '2', 'log.dirs': '/x' }, false, '"num.partitions", "log.dirs" cannot change while the broker runs.'],
    [{ 'ssl.truststore.location': '/x' }, false, '"ssl.truststore.location" can change for one listener only, as listener.name.<listener>.<name>.'],
    [{ 'sasl.enabled.mechanisms': 'PLAIN' }, true, '"sasl.enabled.mechanisms" can change for one broker only, not cluster-wide.'],
    [{ 'listener.name.a.ssl.key.password': 'x' }, true, '"listener.name.a.ssl.key.password" can change for one broker only, not cluster-wide.'],
    [{ 'log.retention.ms': 'week' }, true, 'Setting "log.retention.ms" cannot be "week": it must be a whole number.'],
  ])('%j, cluster-wide: %s, is INVALID_REQUEST', (own, isClusterWide, message) => {
    const check = () => validateBrokerConfigs(own as Record<string, string>, isClusterWide, configs())
    expect(check).toThrow(expect.objectContaining({ code: ErrorCode.INVALID_REQUEST, message }) as Error)
  })

  test('may be limits of a listener cluster-wide', () => {
    expect(validateBrokerConfigs({ 'listener.name.a.max.connections': '5', 'max.connections': '9' }, true, configs())).toHaveProperty(['max.connections'], '9')
  })

  test('must fit what else is in force', () => {
    const strict = BrokerConfigs.from({ 'log.cleaner.max.compaction.lag.ms': '10' })
    expect(() => validateBrokerConfigs({ 'log.cleaner.min.compaction.lag.ms': '11' }, true, strict)).toThrow(
      'Setting "log.cleaner.min.compaction.lag.ms" (11) must not be above "log.cleaner.max.compaction.lag.ms" (10).',
    )
  })
})

test('one scope is replaced, the other stays', () => {
  const dynamic = { broker: { a: '1' }, cluster: { b: '2' } }
  expect(merged({ c: '3' }, true, dynamic)).toEqual({ broker: { a: '1' }, cluster: { c: '3' } })
  expect(merged({ c: '3' }, false, dynamic)).toEqual({ broker: { c: '3' }, cluster: { b: '2' } })
})

test.each([
  [['min.insync.replicas'], { 'min.insync.replicas': '1' }, true, null],
  [[], {}, true, '"min.insync.replicas" cannot be taken away cluster-wide while eligible.leader.replicas.version is on.'],
  [['min.insync.replicas'], {}, false, '"min.insync.replicas" cannot change for one broker while eligible.leader.replicas.version is on.'],
  [['log.retention.ms'], {}, false, null],
])('with KIP-966, %j that leads to %j, cluster-wide: %s, is refused with %j', (named, next, isClusterWide, message) => {
  const check = () => checkMinIsr(named, next as Record<string, string>, isClusterWide)
  if (message === null) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code: ErrorCode.INVALID_CONFIG, message }) as Error)
})

test.each([['4', null], ['16', null], ['3', 8], ['17', 8], ['0', 8]])('eight I/O threads may not become %s threads at once: %s', (count, current) => {
  const check = () => validateBrokerConfigs({ 'num.io.threads': count }, true, configs())
  if (current === null) expect(check()).toEqual({ 'num.io.threads': count })
  else expect(check).toThrow(expect.objectContaining({ code: ErrorCode.INVALID_REQUEST }) as Error)
})
