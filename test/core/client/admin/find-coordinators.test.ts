import { expect, it } from 'vitest'
import { findCoordinator, findCoordinators } from '../../../../core/client/admin/find-coordinators.ts'
import { FindCoordinator } from '../../../../core/protocol/messages/find-coordinator.ts'
import { connectTo } from '../../../support/cluster.ts'
import { closedPort, on, startScriptedTopic } from '../../../support/scripted-broker.ts'

const NODES: Record<string, number> = { a: 1, b: 2 }
const answerFor = (key: string) => ({ key, nodeId: NODES[key] ?? -1, host: '', port: 0, errorCode: NODES[key] ? 0 : 30, errorMessage: null })
const scripted = (maxVersion: number) =>
  on(FindCoordinator, ({ key, coordinatorKeys }, version) => (version >= 4 ? { ...answerFor(''), coordinators: coordinatorKeys.map(answerFor) } : { ...answerFor(key), coordinators: [] }), maxVersion)

it.each([
  ['in one request', 6, ['FindCoordinator v6']],
  ['one by one where the cluster is older than Kafka 3.0', 3, ['FindCoordinator v3', 'FindCoordinator v3', 'FindCoordinator v3']],
])('finds the coordinators of many groups %s, with an error in the place of one that is refused', async (_how, version, asked) => {
  const broker = await startScriptedTopic([], [scripted(version)])
  const found = await findCoordinators(connectTo(broker.address), ['a', 'b', 'secret'])
  expect([found.get('a'), found.get('b')]).toEqual([1, 2])
  expect(found.get('secret')).toMatchObject({ errorName: 'GROUP_AUTHORIZATION_FAILED' })
  expect(broker.asked.filter((api) => api.startsWith('FindCoordinator'))).toEqual(asked)
})

it('fails as a whole when the cluster cannot be reached', async () => {
  await expect(findCoordinators(connectTo({ host: '127.0.0.1', port: await closedPort() }), ['a'])).rejects.toMatchObject({ step: 'connect' })
})

it('finds the coordinator of one group with any version', async () => {
  for (const version of [0, 6]) {
    const { address } = await startScriptedTopic([], [scripted(version)])
    expect(await findCoordinator(connectTo(address), 'b')).toBe(2)
  }
})
