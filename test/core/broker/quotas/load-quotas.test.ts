import { expect, it } from 'vitest'
import { loadQuotas } from '../../../../core/broker/quotas/load-quotas.ts'
import { BrokerConfigs } from '../../../../core/metadata/broker-configs.ts'
import { FakeTime } from '../../../support/fake-time.ts'
import { MemoryStore } from '../../../support/memory-store.ts'

it('each byte rate is held to its own quota, over the window of the settings', async () => {
  const configs = BrokerConfigs.from({ 'quota.window.num': '3', 'quota.window.size.seconds': '2' })
  const { clientQuotas, produceQuota, fetchQuota } = loadQuotas(new MemoryStore(), { clock: new FakeTime(), configs })
  const changes = [{ key: 'producer_byte_rate', value: 100 }, { key: 'consumer_byte_rate', value: 10 }]
  await clientQuotas.alter([{ entity: new Map([['client-id', 'app']]), changes }], false)
  const client = { clientId: 'app', connection: { principal: 'User:ANONYMOUS' } }
  expect([produceQuota.maxBytesAtOnce(client), fetchQuota.maxBytesAtOnce(client)]).toEqual([400, 40])
  expect([produceQuota.record(client, 500), fetchQuota.record(client, 40)]).toEqual([1_000, 0])
})
