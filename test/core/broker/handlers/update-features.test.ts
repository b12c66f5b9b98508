import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { updateFeatures } from '../../../../core/broker/handlers/update-features.ts'
import { UpgradeType } from '../../../../core/metadata/features.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { UpdateFeatures } from '../../../../core/protocol/messages/update-features.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

const { UPGRADE, SAFE_DOWNGRADE } = UpgradeType

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext()
})
afterEach(() => broker.close())

const down = (feature: string, maxVersionLevel: number) => ({ feature, maxVersionLevel, allowDowngrade: true, upgradeType: SAFE_DOWNGRADE })
const up = (feature: string, maxVersionLevel: number) => ({ feature, maxVersionLevel, allowDowngrade: false, upgradeType: UPGRADE })

async function update(featureUpdates: (ReturnType<typeof up> | ReturnType<typeof down>)[], version = 2, validateOnly = false) {
  return broker.call(UpdateFeatures, updateFeatures, version, { timeoutMs: 1000, featureUpdates, validateOnly })
}

describe.each(versions(UpdateFeatures))('UpdateFeatures v%i', (version) => {
  test.skipIf(version === 0)('lowers and raises a level, with a new epoch each time', async () => {
    const { features } = broker.context
    expect(await update([down('eligible.leader.replicas.version', 0)], version)).toMatchObject({ errorCode: ErrorCode.NONE, errorMessage: null })
    expect([features.level('eligible.leader.replicas.version'), features.epoch]).toEqual([0, 1])
    expect(await update([up('eligible.leader.replicas.version', 1)], version)).toMatchObject({ errorCode: ErrorCode.NONE })
    expect([features.level('eligible.leader.replicas.version'), features.epoch]).toEqual([1, 2])
  })

  test('answers for each feature before version 2', async () => {
    const { results } = await update([up('eligible.leader.replicas.version', 1)], version)
    expect(results).toEqual(version < 2 ? [{ feature: 'eligible.leader.replicas.version', errorCode: 0, errorMessage: 'NONE' }] : [])
  })

  test('refuses a downgrade that is not asked for as one', async () => {
    expect(await update([up('eligible.leader.replicas.version', 0)], version)).toMatchObject({
      errorCode: ErrorCode.INVALID_UPDATE_VERSION,
      errorMessage: 'Feature "eligible.leader.replicas.version" cannot be updated to level 0: a downgrade from level 1 has to be asked for as a safe or an unsafe one.',
    })
  })
})

test('version 0 cannot lower a level, whatever allowDowngrade says, as in Kafka', async () => {
  expect(await update([down('eligible.leader.replicas.version', 0)], 0)).toMatchObject({ errorCode: ErrorCode.INVALID_UPDATE_VERSION })
})

test('one bad update leaves all levels as they are', async () => {
  expect(await update([down('eligible.leader.replicas.version', 0), up('nope', 1)])).toMatchObject({
    errorCode: ErrorCode.INVALID_UPDATE_VERSION,
    errorMessage: 'Feature "nope" cannot be updated to level 1: this broker does not support the feature.',
  })
  expect(broker.context.features.level('eligible.leader.replicas.version')).toBe(1)
})

test('validateOnly changes nothing', async () => {
  expect(await update([down('eligible.leader.replicas.version', 0)], 2, true)).toMatchObject({ errorCode: ErrorCode.NONE })
  expect([broker.context.features.level('eligible.leader.replicas.version'), broker.context.features.epoch]).toEqual([1, 0])
})

test('a disk that refuses is FEATURE_UPDATE_FAILED', async () => {
  await broker.store.storage.finishWrites()
  expect(await update([down('eligible.leader.replicas.version', 0)])).toMatchObject({ errorCode: ErrorCode.FEATURE_UPDATE_FAILED })
  expect(broker.context.features.level('eligible.leader.replicas.version')).toBe(1)
})

test('who may not alter the cluster is refused', async () => {
  refuseEverything(broker)
  expect(await update([down('eligible.leader.replicas.version', 0)])).toMatchObject({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED })
})
