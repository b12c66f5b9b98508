// Configs of every kind of resource: described, changed one by one and all at once, refused; and feature levels.
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { AlterConfigs } from '../../../../core/protocol/messages/alter-configs.ts'
import { DescribeConfigs } from '../../../../core/protocol/messages/describe-configs.ts'
import { IncrementalAlterConfigs } from '../../../../core/protocol/messages/incremental-alter-configs.ts'
import { ListConfigResources } from '../../../../core/protocol/messages/list-config-resources.ts'
import { UpdateFeatures } from '../../../../core/protocol/messages/update-features.ts'
import { family } from '../scenario.ts'
import type { Connection } from '../scenario-run.ts'

const [TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP] = [2, 4, 8, 16, 32] as const
const [SET, DELETE, APPEND, SUBTRACT] = [0, 1, 2, 3] as const
const [UPGRADE, SAFE_DOWNGRADE, UNSAFE_DOWNGRADE] = [1, 2, 3] as const

type Op = readonly [name: string, operation: number, value: string | null]
type Resource = RequestInputOf<typeof IncrementalAlterConfigs>['resources'][number]

const changes = (resourceType: number, resourceName: string, ...ops: readonly Op[]): Resource => ({
  resourceType,
  resourceName,
  configs: ops.map(([name, configOperation, value]) => ({ name, configOperation, value })),
})

async function alter(client: Connection, note: string, ...resources: readonly Resource[]): Promise<void> {
  await client.send(IncrementalAlterConfigs, 1, { resources: [...resources], validateOnly: false }, { note })
}

async function describe(client: Connection, note: string, resourceType: number, resourceName: string, keys: string[] | null, version = 4): Promise<void> {
  await client.heard()
  const resources = [{ resourceType, resourceName, configurationKeys: keys }]
  await client.send(DescribeConfigs, version, { resources, includeSynonyms: true }, { note })
}

export const configs = family('configs', {
  'describe configs, all of a topic': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const version of [1, 3, 4]) await describe(client, 'all', TOPIC, on.named(), null, version)
    await describe(client, 'no keys', TOPIC, on.named(), ['retention.ms', 'nope'])
  },

  'describe configs, of the broker': async (on) => {
    const client = await on.connect()
    const keys = [
      'message.max.bytes', 'log.retention.ms', 'log.retention.minutes', 'log.retention.hours', 'num.partitions', 'log.cleanup.policy', 'compression.type', 'log.roll.ms',
      'log.roll.hours', 'min.insync.replicas', 'ssl.keystore.password', 'auto.create.topics.enable', 'node.id', 'log.segment.bytes', 'producer.id.expiration.ms',
      'num.io.threads', 'max.connections', 'unclean.leader.election.enable', 'log.message.timestamp.type', 'offsets.retention.minutes',
    ]
    for (const version of [1, 4]) await describe(client, 'this one', BROKER, '1', keys, version)
    await describe(client, 'cluster-wide, where nothing is set', BROKER, '', null)
  },

  'describe configs, of what is not there': async (on) => {
    const client = await on.connect()
    for (const [type, name] of [[TOPIC, on.named()], [TOPIC, ''], [TOPIC, 'a/b'], [BROKER, '7'], [BROKER, 'x'], [BROKER_LOGGER, ''], [BROKER_LOGGER, '7'], [GROUP, ''], [CLIENT_METRICS, '']] as const) {
      await describe(client, `${type} ${JSON.stringify(name)}`, type, name, null)
    }
  },

  'incremental alter configs, of a topic': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const topic = (...ops: Op[]) => changes(TOPIC, on.named(), ...ops)
    const look = (note: string) => describe(client, note, TOPIC, on.named(), ['retention.ms', 'cleanup.policy', 'max.message.bytes', 'compression.type'])
    await alter(client, 'sets', topic(['retention.ms', SET, '60000'], ['max.message.bytes', SET, ' 500 ']))
    await look('set')
    await alter(client, 'appends to what is not set', topic(['cleanup.policy', APPEND, 'compact']))
    await look('appended')
    await alter(client, 'appends what is there', topic(['cleanup.policy', APPEND, 'compact,delete']))
    await alter(client, 'subtracts', topic(['cleanup.policy', SUBTRACT, 'delete']))
    await look('subtracted')
    await alter(client, 'subtracts what is not there', topic(['cleanup.policy', SUBTRACT, 'delete']))
    await alter(client, 'deletes', topic(['retention.ms', DELETE, null], ['cleanup.policy', DELETE, ''], ['max.message.bytes', DELETE, '7']))
    await look('deleted')
    await alter(client, 'deletes what is not set', topic(['retention.ms', DELETE, null]))
    await alter(client, 'deletes what there is not', topic(['no.such.config', DELETE, null]))
    await alter(client, 'changes nothing', topic())
    await client.send(IncrementalAlterConfigs, 0, { resources: [topic(['compression.type', SET, 'gzip'])], validateOnly: true }, { note: 'only to validate' })
    await look('validated')
  },

  'incremental alter configs, what is not legal': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const cases: [string, Op[]][] = [
      ['an unknown config', [['no.such.config', SET, '1']]],
      ['no number', [['retention.ms', SET, 'soon']]],
      ['too small', [['retention.ms', SET, '-2']]],
      ['no such choice', [['compression.type', SET, 'zip']]],
      ['no value', [['retention.ms', SET, null]]],
      ['no value to append', [['cleanup.policy', APPEND, null]]],
      ['append to a number', [['retention.ms', APPEND, '1']]],
      ['subtract from a word', [['compression.type', SUBTRACT, 'gzip']]],
      ['append to an unknown config', [['no.such.config', APPEND, '1']]],
      ['one config twice', [['retention.ms', SET, '1'], ['retention.ms', SET, '2']]],
      ['a minimum above its maximum', [['min.compaction.lag.ms', SET, '9'], ['max.compaction.lag.ms', SET, '8']]],
      ['one good, one bad', [['retention.ms', SET, '1'], ['segment.bytes', SET, '1']]],
    ]
    for (const [note, ops] of cases) await alter(client, note, changes(TOPIC, on.named(), ...ops))
    await alter(client, 'a topic that is not there', changes(TOPIC, on.named('nope'), ['retention.ms', SET, '1']))
    await alter(client, 'a topic that is not there, and a bad config', changes(TOPIC, on.named('nope'), ['no.such.config', SET, '1']))
    await alter(client, 'no topic', changes(TOPIC, '', ['retention.ms', SET, '1']))
    await alter(client, 'a bad name', changes(TOPIC, 'a/b', ['retention.ms', SET, '1']))
    await alter(client, 'a bad type', changes(99, on.named(), ['retention.ms', SET, '1']))
    await alter(client, 'twice the same', changes(TOPIC, on.named(), ['retention.ms', SET, '1']), changes(TOPIC, on.named(), ['retention.ms', SET, '2']))
    await alter(client, 'one good, one bad resource', changes(TOPIC, on.named(), ['retention.ms', SET, '7']), changes(TOPIC, on.named('nope'), ['retention.ms', SET, '7']))
    await describe(client, 'what came of it', TOPIC, on.named(), ['retention.ms'])
  },

  'alter configs, all of a topic': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const look = (note: string) => describe(client, note, TOPIC, on.named(), ['retention.ms', 'cleanup.policy', 'max.message.bytes'])
    const replace = (note: string, version: number, given: [string, string | null][], validateOnly = false) =>
      client.send(AlterConfigs, version, { resources: [{ resourceType: TOPIC, resourceName: on.named(), configs: given.map(([name, value]) => ({ name, value })) }], validateOnly }, { note })
    await replace('two', 0, [['retention.ms', '1000'], ['max.message.bytes', '2000']])
    await look('two')
    await replace('another one', 1, [['cleanup.policy', 'compact']])
    await look('another one')
    await replace('only to validate', 2, [], true)
    await replace('a bad one', 2, [['retention.ms', 'soon']])
    await replace('no value', 2, [['retention.ms', null]])
    await replace('twice', 2, [['retention.ms', '1'], ['retention.ms', '2']])
    await look('still')
    await replace('none', 2, [])
    await look('none')
  },

  'incremental alter configs, of the broker': async (on) => {
    const client = await on.connect()
    const look = (note: string, name: string) => describe(client, note, BROKER, name, name === '' ? null : ['log.retention.ms', 'log.cleaner.threads'])
    await alter(client, 'cluster-wide', changes(BROKER, '', ['log.retention.ms', SET, '700000000']))
    await look('cluster-wide', '')
    await look('this one', '1')
    await alter(client, 'this one', changes(BROKER, '1', ['log.retention.ms', SET, '800000000']))
    await look('this one, above', '1')
    await client.createTopic(on.named())
    await describe(client, 'a topic beneath', TOPIC, on.named(), ['retention.ms'])
    await alter(client, 'takes both away', changes(BROKER, '1', ['log.retention.ms', DELETE, null]), changes(BROKER, '', ['log.retention.ms', DELETE, null]))
    await look('nothing', '1')
    await look('nothing', '')
    const cases: [string, string, Op][] = [
      ['static', '1', ['num.partitions', SET, '3']],
      ['static, cluster-wide', '', ['auto.create.topics.enable', SET, 'false']],
      ['decided at start', '1', ['node.id', SET, '3']],
      ['no number', '', ['log.retention.ms', SET, 'soon']],
      ['an unknown one', '1', ['my.plugin.setting', SET, '3']],
      ['an unknown one goes', '1', ['my.plugin.setting', DELETE, null]],
      ['append to a number', '1', ['log.retention.ms', APPEND, '3']],
      ['a key store without a listener', '1', ['ssl.keystore.password', SET, 'x']],
      ['another broker', '7', ['log.retention.ms', SET, '3']],
      ['no broker', 'x', ['log.retention.ms', SET, '3']],
      ['no value', '1', ['log.retention.ms', SET, null]],
      ['no such operation', '1', ['log.retention.ms', 9, '3']],
    ]
    for (const [note, name, op] of cases) await alter(client, note, changes(BROKER, name, op))
    const minIsr = (operation: number, value: string | null): Op => ['min.insync.replicas', operation, value]
    await alter(client, 'min isr of one broker', changes(BROKER, '1', minIsr(SET, '1')))
    await alter(client, 'min isr of one broker goes', changes(BROKER, '1', minIsr(DELETE, null)))
    await alter(client, 'min isr cluster-wide goes', changes(BROKER, '', minIsr(DELETE, null)))
    await alter(client, 'min isr cluster-wide', changes(BROKER, '', minIsr(SET, '1')))
    const replace = (note: string, name: string, given: [string, string][]) =>
      client.send(AlterConfigs, 2, { resources: [{ resourceType: BROKER, resourceName: name, configs: given.map(([config, value]) => ({ name: config, value })) }], validateOnly: false }, { note })
    await replace('cluster-wide, all at once without min isr', '', [['log.retention.ms', '700000000']])
    await look('replaced', '')
    await replace('cluster-wide, all at once', '', [['min.insync.replicas', '1']])
    await look('replaced again', '')
    await replace('this one, all at once', '1', [['log.retention.ms', '700000000']])
    await replace('this one, nothing', '1', [])
    await look('replaced by nothing', '1')
  },

  'incremental alter configs, of a group': async (on) => {
    const client = await on.connect()
    const look = (note: string) => describe(client, note, GROUP, on.named(), ['consumer.session.timeout.ms', 'consumer.heartbeat.interval.ms', 'share.auto.offset.reset'])
    await look('nobody has heard of')
    await alter(client, 'sets', changes(GROUP, on.named(), ['consumer.session.timeout.ms', SET, '50000']))
    await look('set')
    const cases: [string, Op][] = [
      ['too long', ['consumer.session.timeout.ms', SET, '60001']],
      ['too short', ['consumer.session.timeout.ms', SET, '999']],
      ['no number', ['consumer.session.timeout.ms', SET, 'soon']],
      ['unknown', ['session.timeout.ms', SET, '50000']],
      ['append', ['consumer.session.timeout.ms', APPEND, '50000']],
    ]
    for (const [note, op] of cases) await alter(client, note, changes(GROUP, on.named(), op))
    await alter(client, 'no name', changes(GROUP, '', ['consumer.session.timeout.ms', SET, '50000']))
    await client.send(ListConfigResources, 1, { resourceTypes: [GROUP] }, { note: 'groups', only: (answer) => ({ ...answer, configResources: answer.configResources.filter(({ resourceName }) => resourceName === on.named()) }) })
    await alter(client, 'deletes', changes(GROUP, on.named(), ['consumer.session.timeout.ms', DELETE, null]))
    await look('deleted')
    await client.send(ListConfigResources, 1, { resourceTypes: [GROUP] }, { note: 'groups without configs', only: (answer) => ({ ...answer, configResources: answer.configResources.filter(({ resourceName }) => resourceName === on.named()) }) })
  },

  'incremental alter configs, of client metrics': async (on) => {
    const client = await on.connect()
    const look = (note: string) => describe(client, note, CLIENT_METRICS, on.named(), null)
    await look('nobody has heard of')
    await alter(client, 'sets', changes(CLIENT_METRICS, on.named(), ['metrics', SET, 'org.apache.'], ['interval.ms', SET, '1000'], ['match', SET, 'client_id=a.*']))
    await look('set')
    await client.send(ListConfigResources, 0, {}, { note: 'client metrics' })
    const cases: [string, Op][] = [
      ['too often', ['interval.ms', SET, '99']],
      ['no number', ['interval.ms', SET, 'often']],
      ['unknown', ['interval', SET, '1000']],
      ['no pattern', ['match', SET, 'client_id']],
      ['an unknown word', ['match', SET, 'colour=red']],
      ['a broken pattern', ['match', SET, 'client_id=(']],
      ['append', ['metrics', APPEND, 'kafka.']],
    ]
    for (const [note, op] of cases) await alter(client, note, changes(CLIENT_METRICS, on.named(), op))
    await look('appended')
    await alter(client, 'no name', changes(CLIENT_METRICS, '', ['metrics', SET, 'a']))
    await alter(client, 'deletes all', changes(CLIENT_METRICS, on.named(), ['metrics', DELETE, null], ['interval.ms', DELETE, null], ['match', DELETE, null]))
    await client.heard()
    await client.send(ListConfigResources, 0, {}, { note: 'no client metrics' })
  },

  'incremental alter configs, of the loggers': async (on) => {
    const client = await on.connect()
    const cases: [string, Op][] = [
      ['root', ['root', SET, 'INFO']],
      ['no level', ['root', SET, 'LOUD']],
      ['root without a level', ['root', DELETE, null]],
      ['append', ['root', APPEND, 'INFO']],
      ['no logger', ['no.such.logger', SET, 'INFO']],
    ]
    for (const [note, op] of cases) await alter(client, note, changes(BROKER_LOGGER, '1', op))
    await describe(client, 'root', BROKER_LOGGER, '1', ['root'])
    await client.send(AlterConfigs, 2, { resources: [{ resourceType: BROKER_LOGGER, resourceName: '1', configs: [{ name: 'root', value: 'INFO' }] }], validateOnly: false }, { note: 'all at once' })
  },

  'list config resources': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const own = (types: number[], note: string) =>
      client.send(ListConfigResources, 1, { resourceTypes: types }, {
        note, only: (answer) => ({ ...answer, configResources: answer.configResources.filter(({ resourceName }) => resourceName === on.named() || resourceName === '1') }),
      })
    await own([], 'all')
    await own([TOPIC, BROKER], 'two types')
    await own([TOPIC, 3], 'a type that there is not')
    await own([0], 'the unknown type')
  },

  'update features': async (on) => {
    const client = await on.connect()
    const update = (note: string, feature: string, maxVersionLevel: number, upgradeType: number, validateOnly = false) =>
      client.send(UpdateFeatures, 2, { timeoutMs: 5000, featureUpdates: [{ feature, maxVersionLevel, allowDowngrade: false, upgradeType }], validateOnly }, { note })
    const ELR = 'eligible.leader.replicas.version'
    await update('as it is', ELR, 1, UPGRADE)
    await update('down without a word', ELR, 0, UPGRADE)
    await update('down, only to validate', ELR, 0, SAFE_DOWNGRADE, true)
    await update('down', ELR, 0, SAFE_DOWNGRADE)
    await update('up by a downgrade', ELR, 1, SAFE_DOWNGRADE)
    await update('up', ELR, 1, UPGRADE)
    await update('too far', ELR, 2, UPGRADE)
    await update('below nothing', ELR, -1, UNSAFE_DOWNGRADE)
    await update('of nothing', 'no.such.version', 1, UPGRADE)
    await update('no such type', ELR, 1, 9)
    await update('type 0', ELR, 1, 0)
    await update('metadata, far down', 'metadata.version', 7, SAFE_DOWNGRADE)
    await update('metadata, far down by force', 'metadata.version', 7, UNSAFE_DOWNGRADE)
    await update('metadata, out of range', 'metadata.version', 6, SAFE_DOWNGRADE)
    for (const version of [0, 1]) {
      await client.send(UpdateFeatures, version, { timeoutMs: 5000, featureUpdates: [{ feature: ELR, maxVersionLevel: 0, allowDowngrade: true, upgradeType: SAFE_DOWNGRADE }] }, { note: 'down' })
      await client.send(UpdateFeatures, version, { timeoutMs: 5000, featureUpdates: [{ feature: ELR, maxVersionLevel: 1, allowDowngrade: false, upgradeType: UPGRADE }] }, { note: 'up' })
      await client.send(UpdateFeatures, version, { timeoutMs: 5000, featureUpdates: [{ feature: ELR, maxVersionLevel: 1, allowDowngrade: false, upgradeType: UPGRADE }, { feature: 'nope', maxVersionLevel: 1, allowDowngrade: false, upgradeType: UPGRADE }] }, { note: 'one good, one bad' })
    }
    await client.send(UpdateFeatures, 2, { timeoutMs: 5000, featureUpdates: [] }, { note: 'nothing' })
  },
})
