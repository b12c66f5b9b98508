import { describe, expect, test } from 'vitest'
import { Features, UpgradeType } from '../../../core/metadata/features.ts'
import type { SupportedFeature } from '../../../core/metadata/supported-features.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { MemoryStore } from '../../support/memory-store.ts'

const { UNKNOWN, UPGRADE, SAFE_DOWNGRADE, UNSAFE_DOWNGRADE } = UpgradeType

const supported: SupportedFeature[] = [
  { name: 'metadata.version', minVersion: 7, maxVersion: 33, defaultLevel: 33 },
  { name: 'transaction.version', minVersion: 0, maxVersion: 2, defaultLevel: 2 },
]
const open = (store = new MemoryStore(), features = supported) => Features.load(store, features)

describe('feature levels', () => {
  test('are the highest that is supported until somebody chooses others', () => {
    const features = open()
    expect(features.finalized).toEqual([{ name: 'metadata.version', level: 33 }, { name: 'transaction.version', level: 2 }])
    expect([features.level('transaction.version'), features.level('group.version'), features.epoch]).toEqual([2, 0, 0])
  })

  test('may be off until somebody switches them on', async () => {
    const features = open(new MemoryStore(), [{ name: 'kraft.version', minVersion: 0, maxVersion: 1, defaultLevel: 0 }])
    expect(features.finalized).toEqual([])
    await features.update([{ feature: 'kraft.version', level: 1, upgradeType: UPGRADE }], false)
    expect(features.level('kraft.version')).toBe(1)
  })

  test('come back from disk with their epoch', async () => {
    const store = new MemoryStore()
    await open(store).update([{ feature: 'transaction.version', level: 1, upgradeType: SAFE_DOWNGRADE }], false)
    const again = open(store)
    expect([again.level('transaction.version'), again.epoch]).toEqual([1, 1])
  })

  test('of 0 are off and not told', async () => {
    const features = open()
    await features.update([{ feature: 'transaction.version', level: 0, upgradeType: UNSAFE_DOWNGRADE }], false)
    expect(features.finalized).toEqual([{ name: 'metadata.version', level: 33 }])
  })

  test('stay within what is supported now', async () => {
    const store = new MemoryStore()
    await open(store).update([{ feature: 'transaction.version', level: 1, upgradeType: SAFE_DOWNGRADE }], false)
    expect(open(store, [{ name: 'transaction.version', minVersion: 2, maxVersion: 3, defaultLevel: 3 }]).level('transaction.version')).toBe(2)
    expect(open(store, []).level('transaction.version')).toBe(0)
  })

  test('are announced, and keep their epoch when nothing changes', async () => {
    const features = open()
    let changes = 0
    features.changed.on(() => (changes += 1))
    await features.update([{ feature: 'transaction.version', level: 2, upgradeType: UPGRADE }], false)
    expect([changes, features.epoch]).toEqual([0, 0])
    await features.update([{ feature: 'transaction.version', level: 1, upgradeType: SAFE_DOWNGRADE }], false)
    expect([changes, features.epoch]).toEqual([1, 1])
  })

  test('change one request after the other, so that no epoch is given twice', async () => {
    const features = open()
    await Promise.all([
      features.update([{ feature: 'transaction.version', level: 1, upgradeType: SAFE_DOWNGRADE }], false),
      features.update([{ feature: 'transaction.version', level: 0, upgradeType: SAFE_DOWNGRADE }], false),
    ])
    expect([features.level('transaction.version'), features.epoch]).toEqual([0, 2])
  })

  test.each([
    ['transaction.version', 3, UPGRADE, 'this broker supports 0 to 2'],
    ['transaction.version', -1, SAFE_DOWNGRADE, 'a level is at least 0'],
    ['transaction.version', 1, UNKNOWN, 'upgrade type 0 does not exist'],
    ['transaction.version', 1, UPGRADE, 'a downgrade from level 2 has to be asked for as a safe or an unsafe one'],
    ['metadata.version', 6, SAFE_DOWNGRADE, 'this broker supports 7 to 33'],
    ['metadata.version', 32, UNSAFE_DOWNGRADE, 'level 33 cannot be lowered'],
    ['group.version', 1, UPGRADE, 'this broker does not support the feature'],
  ])('%s to %i with upgrade type %i is refused: %s', async (feature, level, upgradeType, reason) => {
    const refused = open().update([{ feature, level, upgradeType }], false)
    await expect(refused).rejects.toMatchObject({
      code: ErrorCode.INVALID_UPDATE_VERSION, message: `Feature "${feature}" cannot be updated to level ${level}: ${reason}.`,
    })
  })

  test('cannot be raised by a downgrade', async () => {
    const features = open()
    await features.update([{ feature: 'transaction.version', level: 0, upgradeType: SAFE_DOWNGRADE }], false)
    await expect(features.update([{ feature: 'transaction.version', level: 1, upgradeType: SAFE_DOWNGRADE }], false)).rejects.toThrow(
      'Feature "transaction.version" cannot be updated to level 1: that would be no downgrade from level 0.',
    )
  })
})
