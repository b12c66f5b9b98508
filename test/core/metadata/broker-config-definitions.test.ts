import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ConfigDefinition } from '../../../core/metadata/config-definition.ts'
import { brokerConfigDefinitions } from '../../../core/metadata/broker-config-definitions.ts'
import { fixedBrokerConfigs } from '../../../core/metadata/inert-broker-configs.ts'
import { groupConfigDefinitions } from '../../../core/metadata/group-config-definitions.ts'
import { type TopicConfigDefinition, topicConfigDefinitions } from '../../../core/metadata/topic-config-definitions.ts'

const all: [string, ConfigDefinition][] = Object.entries({ ...brokerConfigDefinitions, ...fixedBrokerConfigs })

test('every broker config has one sentence and a default within its own limits', () => {
  for (const [name, definition] of all) {
    const { text } = definition.default
    expect([name, text === null ? definition.default : definition.read(text)]).toEqual([name, definition.default])
    expect(definition.doc).toMatch(/^\S.*\.$/)
  }
})

/** Spot checks against Apache Kafka 4.x of values that clients and tools print. */
test.each([
  ['log.cleaner.io.max.bytes.per.second', 'DOUBLE', '1.7976931348623157E308'],
  ['log.message.timestamp.after.max.ms', 'LONG', '3600000'],
  ['log.retention.hours', 'INT', '168'],
  ['log.retention.ms', 'LONG', null],
  ['offsets.topic.replication.factor', 'SHORT', '3'],
  ['fetch.max.bytes', 'INT', '57671680'],
  ['max.incremental.fetch.session.cache.slots', 'INT', '1000'],
  ['offsets.retention.minutes', 'INT', '10080'],
  ['transactional.id.expiration.ms', 'INT', '604800000'],
  ['ssl.keystore.password', 'PASSWORD', null],
])('%s is a %s with the default %s', (name, type, text) => {
  const definition = all.find(([known]) => known === name)?.[1]
  expect([definition?.type, definition?.default.text]).toEqual([type, text])
})

describe('what a config claims to do', () => {
  const room = (folder: string) => new URL(`../../../core/${folder}/`, import.meta.url)
  const source = ['broker', 'groups', 'log', 'security', 'storage', 'transactions'].map((folder) => codeIn(room(folder))).join('\n')
  const isRead = (name: string) => source.includes(`'${name}'`)
  const topicConfigs: [string, TopicConfigDefinition][] = Object.entries(topicConfigDefinitions)
  const ofTopics = topicConfigs.filter(([name]) => isRead(name)).flatMap(([, definition]) => definition.brokerConfigs)
  const ofGroups = Object.entries(groupConfigDefinitions).filter(([name]) => isRead(name)).flatMap(([, { brokerConfig, atLeast, atMost }]) => [brokerConfig, atLeast, atMost])
  const suppliers = new Set<string | null>([...ofTopics, ...ofGroups])

  test.each(topicConfigs.map(([name, { inert }]) => [name, inert] as const))('topic config %s is true (inert: %s)', (name, inert) => {
    expect(isRead(name)).toBe(!inert)
  })

  test.each(Object.entries(brokerConfigDefinitions).map(([name, { inert }]) => [name, inert] as const))(
    'broker config %s is true (inert: %s)',
    (name, inert) => {
      expect(isRead(name) || suppliers.has(name)).toBe(!inert)
    },
  )
})

/** All code below a folder, without comments. */
function codeIn(folder: URL): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  return files.map((file) => readFileSync(new URL(file, folder), 'utf8').replaceAll(/\/\/.*|\/\*[^]*?\*\//g, '')).join('\n')
}
