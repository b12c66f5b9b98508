import { expect, it } from 'vitest'
import { startTestServices } from '../../support/core-services.ts'

it('reaches the local broker over the wire, as every other cluster, and lets go of it in the end', async () => {
  const { services, broker } = await startTestServices()
  await services.topics.list('local', false)
  expect(services.localBroker.status().clients).toMatchObject([{ clientId: 'headwater', softwareName: 'headwater-workbench', softwareVersion: '0.0.0', isWorkbench: true }])
  await services.close()
  await expect.poll(() => broker.connections()).toEqual([])
})

it('is told from another Headwater that uses the same broker', async () => {
  const [mine, other] = [await startTestServices(), await startTestServices()]
  const { id } = await other.services.connections.add({ name: 'theirs', bootstrapServers: [mine.broker.bootstrap], hue: null, security: { tls: null, sasl: null } })
  await other.services.topics.list(id, false)
  await mine.services.topics.list('local', false)
  const clients = mine.services.localBroker.status().clients.map(({ softwareName, isWorkbench }) => [softwareName, isWorkbench])
  expect(clients).toEqual(expect.arrayContaining([
    ['headwater', false],
    ['headwater-workbench', true],
  ]))
})
