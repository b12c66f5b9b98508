import { connect } from 'node:net'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { startTestBroker } from '../../support/broker.ts'
import { ALICE, startSecuredBroker } from '../../support/secured-broker.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { connectTo } from '../../support/cluster.ts'

const AUTHORIZER = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' }

it('an insider comes in where everybody else must sign in, and may do everything', async () => {
  const broker = await startTestBroker(AUTHORIZER, { securityProtocol: 'SASL_SSL', insider: 'workbench' })
  const { address, username, password } = broker.insider!
  const cluster = connectTo(address, { security: { tls: null, sasl: { mechanism: 'SCRAM-SHA-256', username, password } } })
  expect([...(await cluster.metadata([])).brokers.values()].map(({ port }) => port)).toEqual([address.port])
  expect(broker.connections().map(({ principal }) => principal)).toContain('User:workbench')
  expect(broker.context.listeners.map(({ name }) => name)).toEqual(['SASL_SSL'])
  expect(broker.context.credentials.users()).toEqual([])
})

it('nobody else comes in by the insider’s door', async () => {
  const broker = await startTestBroker({}, { securityProtocol: 'SASL_SSL', insider: 'workbench' })
  const cluster = connectTo(broker.insider!.address, { security: { tls: null, sasl: { mechanism: 'SCRAM-SHA-256', username: 'workbench', password: 'guess' } } })
  await expect(cluster.metadata([])).rejects.toThrow('refused the user "workbench"')
})

it('there is no such door where anybody may come in', async () => {
  expect((await startTestBroker({}, { insider: 'workbench' })).insider).toBeNull()
  expect((await startTestBroker(AUTHORIZER, { insider: 'workbench', directory: await tempFolder() })).insider).not.toBeNull()
})

it('says what is wrong with the TLS settings, and leaves no port open', async () => {
  const settings = { 'ssl.cipher.suites': 'NONSENSE' }
  await expect(startTestBroker(settings, { securityProtocol: 'SSL', directory: await tempFolder() })).rejects.toThrow(/^The TLS settings \(ssl\.\*\) cannot be used: .*no cipher match\.$/)
})

it('a certificate names the client on an SSL listener, the sign-in on any other', async () => {
  const broker = await startSecuredBroker('SASL_SSL')
  const cluster = connectTo(broker.address, { security: { tls: { ca: (await broker.access()).authority!.pem, certificate: null, key: null, serverName: null, acceptAnyCertificate: false }, sasl: { mechanism: 'PLAIN', ...ALICE } } })
  await cluster.metadata([])
  expect(new Set(broker.connections().map(({ principal }) => principal))).toEqual(new Set(['User:alice']))
})

it('all doors close with the broker', async () => {
  const broker = await startTestBroker({}, { securityProtocol: 'SASL_PLAINTEXT', insider: 'workbench', directory: await tempFolder() })
  const { port } = broker.insider!.address
  await broker.stop()
  const late = connect(port, '127.0.0.1')
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
})
