import { expect, it } from 'vitest'
import { startTestServices } from '../../support/core-services.ts'

it('reaches the local broker over the wire, as every other cluster, and lets go of it in the end', async () => {
  const { services, broker } = await startTestServices()
  await services.topics.list('local', false)
  expect(services.localBroker.status().clients).toMatchObject([{ clientId: 'headwater', softwareName: 'headwater', softwareVersion: '0.0.0' }])
  await services.close()
  await expect.poll(() => broker.connections()).toEqual([])
})
