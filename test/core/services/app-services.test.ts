import { isContractProcedure } from '@orpc/contract'
import { isProcedure } from '@orpc/server'
import { expect, it } from 'vitest'
import { contract } from '../../../core/contract/contract.ts'
import { createRouter } from '../../../core/services/router.ts'
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

it('answers every procedure of the contract', async () => {
  const { services, logger } = await startTestServices()
  expect(pathsOf(createRouter(services, logger), isProcedure)).toEqual(pathsOf(contract, isContractProcedure))
})

function pathsOf(router: object, isOne: (entry: unknown) => boolean, path = ''): string[] {
  return Object.entries(router).flatMap(([name, entry]: [string, object]) => (isOne(entry) ? [path + name] : pathsOf(entry, isOne, `${path}${name}.`))).toSorted()
}
