import { expect, test } from 'vitest'
import { brokerConfigDefinitions } from '../../../core/metadata/broker-config-definitions.ts'
import type { ConfigDefinition } from '../../../core/metadata/config-definition.ts'
import { fixedBrokerConfigs, inertBrokerConfigs } from '../../../core/metadata/inert-broker-configs.ts'

const all: [string, ConfigDefinition][] = Object.entries({ ...brokerConfigDefinitions, ...fixedBrokerConfigs })

test('every config of the list is marked as one that Headwater does not act on', () => {
  const listed: ConfigDefinition[] = Object.values(inertBrokerConfigs)
  expect(listed.length).toBeGreaterThan(100)
  expect(listed.filter(({ inert }) => !inert)).toEqual([])
})

test('no config is defined twice', () => {
  const acting = all.filter(([name]) => !Object.hasOwn(inertBrokerConfigs, name) && !Object.hasOwn(fixedBrokerConfigs, name))
  const count = acting.length + Object.keys(inertBrokerConfigs).length + Object.keys(fixedBrokerConfigs).length
  expect(count).toBe(all.length)
  expect(acting.filter(([, definition]) => definition.inert)).toEqual([])
})

test('passwords have no default and are typed as such', () => {
  const secrets = all.filter(([name]) => /password|secret|keystore\.key|certificate\.chain|jaas/.test(name))
  expect(secrets.length).toBeGreaterThan(5)
  for (const [name, definition] of secrets) expect([name, definition.type, definition.default.text]).toEqual([name, 'PASSWORD', null])
})
