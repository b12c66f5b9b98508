import { describe, expect, test } from 'vitest'
import { kafkaReleases, NEWEST_RELEASE } from '../../../core/metadata/kafka-releases.ts'
import { isFeatureName, supportedFeatures } from '../../../core/metadata/supported-features.ts'

const levels = (apis: [number, number][], ranges = NEWEST_RELEASE.features) =>
  Object.fromEntries(supportedFeatures(ranges, apis.map(([key, maxVersion]) => ({ key, maxVersion }))).map(({ name, maxVersion }) => [name, maxVersion]))

const TRANSACTIONS: [number, number][] = [[0, 13], [22, 5], [24, 5], [25, 4], [26, 5], [28, 5]]

describe('supported feature levels', () => {
  test('need the APIs that carry them', () => {
    expect(levels([])).toEqual({ 'eligible.leader.replicas.version': 1, 'kraft.version': 1, 'metadata.version': 33 })
    expect(levels([[68, 1], [69, 1]])).toMatchObject({ 'group.version': 1 })
    expect(levels([[68, 1]])).not.toHaveProperty('group.version')
    expect(levels([[76, 1], [77, 1], [78, 2], [79, 2]])).toMatchObject({ 'share.version': 1 })
  })

  test('transaction.version 2 needs EndTxn v5, Produce v12 and TxnOffsetCommit v5; 1 needs the transaction APIs at all', () => {
    expect(levels(TRANSACTIONS)).toMatchObject({ 'transaction.version': 2 })
    expect(levels(TRANSACTIONS.map(([key, version]) => [key, key === 26 ? 4 : version]))).toMatchObject({ 'transaction.version': 1 })
    expect(levels(TRANSACTIONS.filter(([key]) => key !== 28))).not.toHaveProperty('transaction.version')
  })

  test('are finalized at the highest, except those that are off until somebody switches them on', () => {
    const defaults = supportedFeatures(NEWEST_RELEASE.features, []).map(({ name, defaultLevel }) => [name, defaultLevel])
    expect(Object.fromEntries(defaults)).toEqual({ 'eligible.leader.replicas.version': 1, 'kraft.version': 0, 'metadata.version': 33 })
  })

  test('are what the release had', () => {
    const release = (name: string) => kafkaReleases.find((one) => one.name === name)!.features
    expect(levels(TRANSACTIONS, release('2.8'))).toEqual({})
    expect(levels(TRANSACTIONS, release('3.7'))).toEqual({ 'metadata.version': 19 })
    expect(levels(TRANSACTIONS, release('4.0'))).toEqual({ 'kraft.version': 1, 'metadata.version': 25, 'transaction.version': 2 })
  })
})

test('a feature has one of the names that Kafka knows', () => {
  expect(['group.version', 'toString', 'group'].map(isFeatureName)).toEqual([true, false, false])
})
