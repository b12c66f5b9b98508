import { beforeEach, expect, it } from 'vitest'
import type { AccessRule } from '../../../core/contract/broker-security.ts'
import { LocalBrokerSecurity } from '../../../core/services/local-broker-security.ts'
import { startTestBroker, type TestBroker } from '../../support/broker.ts'

const rule: AccessRule = { permissionType: 'ALLOW', principal: 'User:alice', host: '*', operation: 'READ', resourceType: 'TOPIC', patternType: 'LITERAL', resourceName: 'orders' }

let broker: TestBroker
let security: LocalBrokerSecurity
beforeEach(async () => {
  broker = await startTestBroker({ 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' }, { securityProtocol: 'SASL_SSL', insider: 'workbench' })
  security = new LocalBrokerSecurity(broker)
})

it('shows how clients come in, and not the way of the workbench itself', () => {
  expect(security.state()).toEqual({
    listeners: [{ protocol: 'SASL_SSL', address: broker.bootstrap }],
    authorityFile: broker.authorityFile,
    mechanisms: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'],
    users: [],
    asksRules: true,
    rules: [],
  })
})

it('adds and removes users', async () => {
  expect((await security.setUser('bob', 'secret')).users).toEqual(['bob'])
  expect((await security.setUser('alice', 'secret')).users).toEqual(['alice', 'bob'])
  expect((await security.removeUser('bob')).users).toEqual(['alice'])
  await expect(security.removeUser('bob')).rejects.toThrow('There is no user "bob".')
})

it.each([
  ['workbench', '"workbench" is the workbench itself.'],
  ['é'.repeat(501), 'A user name has at most 1000 bytes.'],
])('refuses the user %s', async (name, sentence) => {
  await expect(security.setUser(name, 'secret')).rejects.toThrow(sentence)
})

it('adds and removes rules, which are in force at once', async () => {
  expect((await security.addRule(rule)).rules).toEqual([rule])
  expect(broker.context.authorizer!.isAllowed({ principal: 'User:alice', host: '::1' }, 'READ', 'TOPIC', 'orders')).toBe(true)
  expect((await security.removeRule(rule)).rules).toEqual([])
  await expect(security.removeRule(rule)).rejects.toThrow('There is no such rule.')
})

it.each<[Partial<AccessRule>, string]>([
  [{ principal: 'alice' }, '"alice" has no type.'],
  [{ resourceType: 'CLUSTER' }, 'The only cluster is "kafka-cluster".'],
])('refuses a rule with %j', async (change, sentence) => {
  await expect(security.addRule({ ...rule, ...change })).rejects.toThrow(sentence)
})
