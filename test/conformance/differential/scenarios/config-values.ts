// Every config with its value, where it comes from, and what becomes of it when it is changed.
import type { DecodedResponseOf, RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { AlterConfigs } from '../../../../core/protocol/messages/alter-configs.ts'
import { DescribeConfigs } from '../../../../core/protocol/messages/describe-configs.ts'
import { IncrementalAlterConfigs } from '../../../../core/protocol/messages/incremental-alter-configs.ts'
import { ListConfigResources } from '../../../../core/protocol/messages/list-config-resources.ts'
import type { Connection } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { produce, record } from './records.ts'

const TOPIC = 2
const BROKER = 4
const BROKER_LOGGER = 8
const CLIENT_METRICS = 16
const GROUP = 32
const [SET, DELETE, APPEND, SUBTRACT] = [0, 1, 2, 3] as const

type Described = DecodedResponseOf<typeof DescribeConfigs>
type Change = readonly [name: string, operation: number, value: string | null]

async function describe(client: Connection, resourceType: number, resourceName: string, names: string[] | null, { version = 4, note, includeSynonyms = true, includeDocumentation = false, only }: { version?: number; note?: string; includeSynonyms?: boolean; includeDocumentation?: boolean; only?: (answer: Described) => Described } = {}) {
  return client.send(DescribeConfigs, version, { resources: [{ resourceType, resourceName, configurationKeys: names }], includeSynonyms, includeDocumentation }, { note, only })
}

async function change(client: Connection, resourceType: number, resourceName: string, changes: readonly Change[], { version = 1, note, validateOnly = false, isUnrecorded }: { version?: number; note?: string; validateOnly?: boolean; isUnrecorded?: boolean } = {}) {
  const configs = changes.map(([name, configOperation, value]) => ({ name, configOperation, value }))
  return client.send(IncrementalAlterConfigs, version, { resources: [{ resourceType, resourceName, configs }], validateOnly }, { note, isUnrecorded })
}

/** Until the broker that answers has heard what the controller was told. */
async function becomes(client: Connection, resourceType: number, resourceName: string, name: string, value: string | null, note: string): Promise<void> {
  await client.until(
    DescribeConfigs, 4, { resources: [{ resourceType, resourceName, configurationKeys: [name] }], includeSynonyms: true },
    ({ results }) => (results[0]!.configs[0]?.value ?? null) === value, { note },
  )
}

export const configValues = family('config-values', {
  'topic configs, all of them, in every version': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { 'retention.ms': '1234567', 'cleanup.policy': 'compact,delete' })
    for (const version of [1, 2, 3, 4]) await describe(client, TOPIC, on.named(), null, { version })
    await describe(client, TOPIC, on.named(), null, { includeSynonyms: false, includeDocumentation: true, note: 'with documentation' })
  },

  'broker configs, all of them': async (on) => {
    const client = await on.connect()
    await describe(client, BROKER, '1', null)
  },

  'configs by name': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await describe(client, TOPIC, on.named(), ['retention.ms', 'no.such.config', 'retention.ms'], { note: 'a topic' })
    await describe(client, TOPIC, on.named(), [], { note: 'an empty list' })
    await describe(client, BROKER, '1', ['num.partitions', 'no.such.config', 'log.retention.ms', 'log.retention.hours', 'sasl.jaas.config', 'ssl.keystore.password'], { note: 'a broker' })
    for (const name of ['', '2', 'x', '-1']) await describe(client, BROKER, name, ['num.partitions', 'message.max.bytes'], { note: `broker ${JSON.stringify(name)}` })
    await describe(client, TOPIC, on.named('stranger'), null, { note: 'an unknown topic' })
    await describe(client, TOPIC, 'a b', null, { note: 'an illegal topic' })
    await describe(client, TOPIC, '', null, { note: 'an empty topic' })
    for (const type of [0, 1, 3, 99]) await describe(client, type, 'x', null, { note: `resource type ${type}` }).catch(() => {})
    const again = await on.connect()
    await describe(again, BROKER_LOGGER, '1', ['kafka.no.such.Logger'], { note: 'a logger that does not exist' })
    await describe(again, BROKER_LOGGER, '7', null, { note: 'loggers of another broker' })
    await describe(again, GROUP, on.named('unknown'), null, { note: 'a group' })
    await describe(again, GROUP, '', null, { note: 'an empty group' })
    await describe(again, CLIENT_METRICS, on.named('unknown'), null, { note: 'client metrics' })
    await describe(again, CLIENT_METRICS, '', null, { note: 'empty client metrics' })
    await again.send(DescribeConfigs, 4, { resources: [] }, { note: 'nothing' })
  },

  'topic configs, set and deleted': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const version of [0, 1]) await change(client, TOPIC, on.named(), [['retention.ms', SET, String(5_000 + version)]], { version })
    await becomes(client, TOPIC, on.named(), 'retention.ms', '5001', 'afterwards')
    await change(client, TOPIC, on.named(), [['retention.ms', SET, '9']], { validateOnly: true, note: 'only to validate' })
    await change(client, TOPIC, on.named(), [['retention.ms', SET, 'x']], { validateOnly: true, note: 'only to validate, wrongly' })
    await becomes(client, TOPIC, on.named(), 'retention.ms', '5001', 'unchanged')
    await change(client, TOPIC, on.named(), [['retention.ms', DELETE, null]], { note: 'deleted' })
    await becomes(client, TOPIC, on.named(), 'retention.ms', '-1', 'the default again')
    await change(client, TOPIC, on.named(), [['retention.ms', DELETE, null]], { note: 'deleted again' })
    await change(client, TOPIC, on.named(), [['retention.ms', DELETE, '77']], { note: 'deleted with a value' })
    await change(client, TOPIC, on.named(), [['max.message.bytes', SET, '300'], ['retention.bytes', SET, '5000'], ['segment.ms', SET, '60000']], { note: 'several' })
    await becomes(client, TOPIC, on.named(), 'max.message.bytes', '300', 'several')
    await produce(client, on.named(), record('x'.repeat(400)), { note: 'a batch that has become too large' })
    await change(client, TOPIC, on.named(), [], { note: 'nothing' })
  },

  'topic configs, appended and subtracted': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await change(client, TOPIC, on.named(), [['cleanup.policy', APPEND, 'compact']], { note: 'appended' })
    await becomes(client, TOPIC, on.named(), 'cleanup.policy', 'delete,compact', 'appended')
    await change(client, TOPIC, on.named(), [['cleanup.policy', APPEND, 'compact']], { note: 'appended again' })
    await change(client, TOPIC, on.named(), [['cleanup.policy', SUBTRACT, 'delete']], { note: 'subtracted' })
    await becomes(client, TOPIC, on.named(), 'cleanup.policy', 'compact', 'subtracted')
    await change(client, TOPIC, on.named(), [['cleanup.policy', SUBTRACT, 'delete']], { note: 'subtracted again' })
    await change(client, TOPIC, on.named(), [['cleanup.policy', APPEND, 'shred']], { note: 'appended what does not exist' })
    await change(client, TOPIC, on.named(), [['retention.ms', APPEND, '5']], { note: 'appended to what is no list' })
    await change(client, TOPIC, on.named(), [['retention.ms', SUBTRACT, '5']], { note: 'subtracted from what is no list' })
    await change(client, TOPIC, on.named(), [['cleanup.policy', APPEND, null]], { note: 'appended null' })
    await change(client, TOPIC, on.named(), [['cleanup.policy', SUBTRACT, 'compact']], { note: 'subtracted the last' })
    await describe(client, TOPIC, on.named(), ['cleanup.policy'], { note: 'in the end' })
  },

  'topic configs that are not right': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await change(client, TOPIC, on.named('stranger'), [['retention.ms', SET, '5']], { note: 'of an unknown topic' })
    await change(client, TOPIC, 'a b', [['retention.ms', SET, '5']], { note: 'of an illegal topic' })
    await change(client, TOPIC, '', [['retention.ms', SET, '5']], { note: 'of an empty topic' })
    for (const [name, value] of [['no.such.config', '1'], ['retention.ms', 'x'], ['retention.ms', null], ['retention.ms', ''], ['min.insync.replicas', '0'], ['compression.type', 'rar'], ['max.message.bytes', '-1'], ['segment.bytes', '5'], ['min.insync.replicas', '3'], ['remote.storage.enable', 'true']] as const) {
      await change(client, TOPIC, on.named(), [[name, SET, value]], { note: `${name}=${value}` })
    }
    await change(client, TOPIC, on.named(), [['retention.ms', SET, '1'], ['retention.ms', SET, '2']], { note: 'one config twice' })
    await change(client, TOPIC, on.named(), [['retention.ms', SET, '1'], ['retention.bytes', SET, 'x']], { note: 'good and bad' })
    await describe(client, TOPIC, on.named(), ['retention.ms'], { note: 'neither was taken' })
    await change(client, TOPIC, on.named(), [['retention.ms', 9, '1']], { note: 'an unknown operation' })
    await change(client, TOPIC, on.named(), [['max.compaction.lag.ms', SET, '1'], ['min.compaction.lag.ms', SET, '5']], { note: 'a minimum above its maximum' })
    const resource = { resourceType: TOPIC, resourceName: on.named(), configs: [{ name: 'retention.ms', configOperation: SET, value: '1' }] }
    await client.send(IncrementalAlterConfigs, 1, { resources: [resource, resource], validateOnly: false }, { note: 'one topic twice' })
    await client.send(IncrementalAlterConfigs, 1, { resources: [], validateOnly: false }, { note: 'nothing' })
    for (const type of [0, 1, 3, 99]) await change(client, type, 'x', [['a', SET, 'b']], { note: `resource type ${type}` })
  },

  'configs replaced as a whole': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 1, { 'retention.ms': '5000', 'segment.ms': '70000' })
    const replace = async (note: string, version: number, values: Record<string, string | null>, { name = on.named(), type = TOPIC, validateOnly = false } = {}): Promise<unknown> =>
      client.send(AlterConfigs, version, { resources: [{ resourceType: type, resourceName: name, configs: Object.entries(values).map(([key, value]) => ({ name: key, value })) }], validateOnly }, { note })
    for (const version of [0, 1, 2]) await replace('one', version, { 'retention.bytes': String(6_000 + version) })
    await becomes(client, TOPIC, on.named(), 'retention.bytes', '6002', 'set')
    await describe(client, TOPIC, on.named(), ['retention.ms', 'segment.ms'], { note: 'the others are gone' })
    await replace('only to validate', 2, { 'retention.bytes': '1' }, { validateOnly: true })
    await replace('a wrong value', 2, { 'retention.bytes': 'x' })
    await replace('null', 2, { 'retention.bytes': null })
    await replace('an unknown config', 2, { 'no.such.config': 'x' })
    await replace('of an unknown topic', 2, { 'retention.ms': '1' }, { name: on.named('stranger') })
    await replace('nothing, which clears all', 2, {})
    await becomes(client, TOPIC, on.named(), 'retention.bytes', '-1', 'cleared')
    await replace('of an unknown type', 2, {}, { type: 77 })
  },

  'broker configs, altered': async (on) => {
    const client = await on.connect()
    for (const [name, value] of [['log.cleaner.threads', '2'], ['num.partitions', '7'], ['no.such.config', 'x'], ['log.retention.ms', 'x'], ['auto.create.topics.enable', 'false'], ['node.id', '5'], ['log.dirs', '/x'], ['message.max.bytes', '-1'], ['max.connections', 'x'], ['listeners', 'x'], ['log.cleaner.threads', '0']] as const) {
      await change(client, BROKER, '', [[name, SET, value]], { note: `every broker: ${name}=${value}`, validateOnly: true })
      await change(client, BROKER, '1', [[name, SET, value]], { note: `this broker: ${name}=${value}`, validateOnly: true })
    }
    await change(client, BROKER, '', [['log.cleaner.delete.retention.ms', SET, '5555555']], { note: 'for every broker' })
    await becomes(client, BROKER, '1', 'log.cleaner.delete.retention.ms', '5555555', 'for every broker')
    await change(client, BROKER, '1', [['log.cleaner.delete.retention.ms', SET, '4444444']], { note: 'for this broker' })
    await becomes(client, BROKER, '1', 'log.cleaner.delete.retention.ms', '4444444', 'for this broker')
    await describe(client, BROKER, '', null, { note: 'the default of all brokers' })
    await client.createTopic(on.named())
    await describe(client, TOPIC, on.named(), ['delete.retention.ms'], { note: 'what a topic gets of it' })
    for (const name of ['', '1']) await change(client, BROKER, name, [['log.cleaner.delete.retention.ms', DELETE, null]], { note: `back again, broker ${JSON.stringify(name)}` })
    await becomes(client, BROKER, '1', 'log.cleaner.delete.retention.ms', '86400000', 'back again')
    for (const name of ['2', 'x']) await change(client, BROKER, name, [['log.cleaner.threads', SET, '2']], { note: `broker ${name}` })
  },

  'group configs': async (on) => {
    const client = await on.connect()
    await describe(client, GROUP, on.named(), null, { note: 'before' })
    await change(client, GROUP, on.named(), [['consumer.session.timeout.ms', SET, '50000']], { note: 'a session' })
    await becomes(client, GROUP, on.named(), 'consumer.session.timeout.ms', '50000', 'afterwards')
    for (const [name, value] of [['consumer.session.timeout.ms', '1'], ['consumer.session.timeout.ms', '99999999'], ['consumer.heartbeat.interval.ms', '1'], ['no.such.config', '1'], ['consumer.heartbeat.interval.ms', 'x'], ['share.auto.offset.reset', 'earliest'], ['streams.num.standby.replicas', '1']] as const) {
      await change(client, GROUP, on.named(), [[name, SET, value]], { note: `${name}=${value}` })
    }
    await change(client, GROUP, '', [['consumer.session.timeout.ms', SET, '50000']], { note: 'of an empty group' })
    await change(client, GROUP, on.named(), [['consumer.session.timeout.ms', DELETE, null]], { note: 'deleted' })
    await becomes(client, GROUP, on.named(), 'consumer.session.timeout.ms', '45000', 'the default again')
  },

  'client metrics and loggers': async (on) => {
    const client = await on.connect()
    await change(client, CLIENT_METRICS, on.named(), [['interval.ms', SET, '60000'], ['metrics', SET, 'org.apache.kafka.']], { note: 'client metrics' })
    await becomes(client, CLIENT_METRICS, on.named(), 'interval.ms', '60000', 'client metrics')
    await describe(client, CLIENT_METRICS, on.named(), null, { note: 'client metrics' })
    await change(client, CLIENT_METRICS, on.named(), [['interval.ms', SET, '1']], { note: 'client metrics too often' })
    await change(client, CLIENT_METRICS, on.named(), [['nonsense', SET, '1']], { note: 'client metrics that do not exist' })
    await change(client, CLIENT_METRICS, '', [['interval.ms', SET, '60000']], { note: 'client metrics without a name' })
    await change(client, BROKER_LOGGER, '1', [['no.such.Logger', SET, 'INFO']], { note: 'a logger that does not exist', validateOnly: true })
    await change(client, BROKER_LOGGER, '1', [['root', SET, 'LOUD']], { note: 'a level that does not exist', validateOnly: true })
    await change(client, BROKER_LOGGER, '7', [['root', SET, 'INFO']], { note: 'a logger of another broker', validateOnly: true })
  },

  'list config resources, in every version': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await change(client, GROUP, on.named(), [['consumer.session.timeout.ms', SET, '50000']], { isUnrecorded: true })
    await change(client, CLIENT_METRICS, on.named(), [['interval.ms', SET, '60000']], { isUnrecorded: true })
    const only = (answer: DecodedResponseOf<typeof ListConfigResources>): DecodedResponseOf<typeof ListConfigResources> => ({
      ...answer,
      configResources: answer.configResources.filter(({ resourceName }) => resourceName === on.named() || resourceName === '1').toSorted((a, b) => a.resourceType - b.resourceType),
    })
    await on.heard()
    await client.send(ListConfigResources, 0, {}, { only })
    for (const types of [[], [TOPIC], [GROUP], [CLIENT_METRICS], [BROKER], [BROKER_LOGGER], [TOPIC, GROUP], [77], [0]]) {
      await client.send(ListConfigResources, 1, { resourceTypes: types } satisfies RequestInputOf<typeof ListConfigResources>, { note: `types ${types.join()}`, only })
    }
  },
})
