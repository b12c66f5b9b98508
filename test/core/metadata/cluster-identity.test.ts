import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { ClusterIdentity } from '../../../core/metadata/cluster-identity.ts'
import { openTestStorage, type TestStorage } from '../../support/storage.ts'

let store: TestStorage
beforeEach(async () => {
  store = await openTestStorage()
})
afterEach(() => store.close())

test('a new data folder gets a random cluster id in Kafka\'s form', async () => {
  const identity = await ClusterIdentity.load(store.storage, seededRandom(1))
  expect(identity.clusterId).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(identity.nodeId).toBe(1)
})

test('the cluster id survives a restart', async () => {
  const { clusterId } = await ClusterIdentity.load(store.storage, seededRandom(1))
  const again = await ClusterIdentity.load(await store.reopen(), seededRandom(2))
  expect(again.clusterId).toBe(clusterId)
})
