import { expect, it } from 'vitest'
import { checkCluster } from '../../../core/client/cluster-check.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { startTestBroker } from '../../support/broker.ts'
import { clusterOptions } from '../../support/cluster.ts'
import { closedPort, on, startScriptedBroker } from '../../support/scripted-broker.ts'

it('gives the cluster id and the brokers of a cluster that works', async () => {
  const broker = await startTestBroker()
  expect(await checkCluster(clusterOptions(broker.address))).toMatchObject({
    failure: null,
    clusterId: broker.context.identity.clusterId,
    brokers: [{ nodeId: broker.context.nodeId, ...broker.address, rack: null, error: null }],
  })
})

it('passes a cluster of which one broker can be reached, and tells about the other', async () => {
  const port = await closedPort()
  const bootstrap = await startScriptedBroker([
    on(Metadata, () => ({ brokers: [{ nodeId: 1, ...bootstrap.address }, { nodeId: 2, host: '127.0.0.1', port }], topics: [] })),
  ])
  const { brokers, failure, steps } = await checkCluster(clusterOptions(bootstrap.address))
  expect([failure, steps.at(-1)]).toMatchObject([null, { step: 'advertised', outcome: 'failed' }])
  expect(brokers.map(({ nodeId, error }) => [nodeId, error?.step ?? null])).toEqual([[1, null], [2, 'advertised']])
})
