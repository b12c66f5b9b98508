import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { loadSecurity, type Security } from '../../../core/broker/security.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { MemoryStore } from '../../support/memory-store.ts'

const AUTHORIZER = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' }

function load(settings: Record<string, string>, insider?: string): Security {
  return loadSecurity(new MemoryStore(), BrokerConfigs.from(settings), insider, { clock: new FakeTime(), random: seededRandom(1) })
}

const mayRead = ({ authorizer }: Security, principal: string): boolean | undefined => authorizer?.isAllowed({ principal, host: '::1' }, 'READ', 'TOPIC', 'orders')

it('has no authorizer unless one is set', () => {
  expect(load({}).authorizer).toBeUndefined()
  expect(mayRead(load(AUTHORIZER), 'User:alice')).toBe(false)
})

it('lets super users and the insider do everything', () => {
  const security = load({ ...AUTHORIZER, 'super.users': 'User:root; User:CN=admin,O=Example' }, 'insider')
  expect(['User:root', 'User:CN=admin,O=Example', 'User:insider', 'User:alice'].map((principal) => mayRead(security, principal))).toEqual([true, true, true, false])
})

it('offers the mechanisms of the settings, or those that are named', () => {
  const security = load({ 'sasl.enabled.mechanisms': 'PLAIN' })
  expect([security.newSession().mechanisms, security.newSession(['SCRAM-SHA-256']).mechanisms]).toEqual([['PLAIN'], ['SCRAM-SHA-256']])
})

it.each<[Record<string, string>, string]>([
  [{ 'super.users': 'root' }, 'Setting "super.users" cannot hold "root": write User:root.'],
  [{ 'ssl.principal.mapping.rules': 'RULE' }, 'Setting "ssl.principal.mapping.rules" cannot be "RULE": it must be rules like RULE:^CN=(.*?),.*$/$1/L,DEFAULT.'],
  [{ 'sasl.jaas.config': 'user_alice="secret"' }, 'Setting "sasl.jaas.config" cannot be used: it must read like org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="secret";.'],
])('says what is wrong with %j', (settings, sentence) => {
  expect(() => load(settings)).toThrow(sentence)
})

it('gives the insider’s name to nobody else', () => {
  const settings = { 'sasl.jaas.config': 'org.apache.kafka.common.security.plain.PlainLoginModule required user_insider="secret";' }
  expect(() => load(settings, 'insider')).toThrow('Setting "sasl.jaas.config" cannot name "insider": that is Headwater itself.')
})

it.each(['authorizer.class.name', 'ssl.keystore.type', 'sasl.enabled.mechanisms'])('an unknown %s is refused', (name) => {
  expect(() => load({ [name]: 'kafka.Own' })).toThrow(`Setting "${name}" cannot be "kafka.Own"`)
})
