// What one may do, as the cluster tells it.
import { expect, it } from 'vitest'
import { groupOperations, topicOperations } from '../../../../core/client/admin/topic-operations.ts'
import { connectTo } from '../../../support/cluster.ts'
import { ALICE, startSecuredBroker } from '../../../support/secured-broker.ts'

it('names the rights on topics and groups, and leaves out topics that are not there or not to be seen', async () => {
  const broker = await startSecuredBroker('SASL_PLAINTEXT', { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' })
  for (const name of ['orders', 'payments', 'secret']) await broker.context.topics.create({ name, partitionCount: 1, configs: {} })
  await broker.allow('User:alice', ['WRITE', 'TOPIC', 'orders'], ['READ', 'TOPIC', 'payments'], ['READ', 'GROUP', 'billing'])
  const cluster = connectTo(broker.address, { security: { tls: null, sasl: { mechanism: 'SCRAM-SHA-256', ...ALICE } } })
  const topics = await topicOperations(cluster, ['orders', 'payments', 'secret', 'gone'])
  expect([...topics].map(([name, operations]) => [name, operations?.has('WRITE')])).toEqual([['orders', true], ['payments', false]])
  expect((await groupOperations(cluster, 'billing'))?.has('READ')).toBe(true)
  await expect(groupOperations(cluster, 'others')).rejects.toMatchObject({ errorName: 'GROUP_AUTHORIZATION_FAILED' })
  expect(await topicOperations(cluster, [])).toEqual(new Map())
})
