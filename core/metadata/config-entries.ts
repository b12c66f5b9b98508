// Configs as DescribeConfigs and CreateTopics show them: value, source, synonyms, type and sentence.
import type { BrokerConfigName } from './broker-config-definitions.ts'
import { brokerConfigDefinitions, isBrokerConfigName } from './broker-config-definitions.ts'
import type { BrokerConfigLayer, BrokerConfigs } from './broker-configs.ts'
import { clientMetricsConfigDefinitions } from './client-metrics-configs.ts'
import type { ConfigDefinition, ConfigType } from './config-definition.ts'
import type { OwnConfigs } from './dynamic-configs.ts'
import { type GroupConfigDefinition, groupConfigDefinitions } from './group-config-definitions.ts'
import type { GroupConfigs } from './group-configs.ts'
import { fixedBrokerConfigs } from './inert-broker-configs.ts'
import type { TopicConfigDefinition, TopicConfigName } from './topic-config-definitions.ts'
import { topicConfigDefinitions } from './topic-config-definitions.ts'
import type { TopicConfigs } from './topic-configs.ts'

/** Kafka's numbers for where a value comes from (KIP-226). */
export const ConfigSource = {
  TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  DYNAMIC_BROKER_LOGGER_CONFIG: 6,
  CLIENT_METRICS_CONFIG: 7,
  GROUP_CONFIG: 8,
} as const

const LAYER_SOURCE: Record<BrokerConfigLayer, number> = {
  broker: ConfigSource.DYNAMIC_BROKER_CONFIG, cluster: ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, static: ConfigSource.STATIC_BROKER_CONFIG,
}

/** Kafka's numbers for config types (KIP-569). */
const CONFIG_TYPE_ID: Record<ConfigType, number> = {
  BOOLEAN: 1, STRING: 2, INT: 3, SHORT: 4, LONG: 5, DOUBLE: 6, LIST: 7, CLASS: 8, PASSWORD: 9,
}

export interface ConfigSynonym {
  name: string
  value: string | null
  source: number
}

export interface ConfigEntry extends ConfigSynonym {
  readOnly: boolean
  isSensitive: boolean
  configType: number
  documentation: string
  /** Every place that gives a value, the one in force first. */
  synonyms: ConfigSynonym[]
}

/** The settings of which the first that is set counts. */
const CHAINS: readonly (readonly BrokerConfigName[])[] = [
  ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'],
  ['log.roll.ms', 'log.roll.hours'],
  ['log.roll.jitter.ms', 'log.roll.jitter.hours'],
  ['log.flush.interval.ms', 'log.flush.scheduler.interval.ms'],
]

/** What Kafka does not know is listed where it is set: tools compare the lists of clusters. */
export function topicConfigEntries(configs: TopicConfigs): ConfigEntry[] {
  return namesOf(topicConfigDefinitions).filter((name) => !name.startsWith('headwater.') || configs.isOwn(name)).map((name) => topicConfigEntry(name, configs))
}

/** `fixed` tells what the broker decided when it started: its id, listeners and folder. */
export function brokerConfigEntries(configs: BrokerConfigs, fixed: Partial<Record<keyof typeof fixedBrokerConfigs, string>>): ConfigEntry[] {
  const settings = namesOf(brokerConfigDefinitions).map((name) => brokerConfigEntry(name, configs))
  const decided = namesOf(fixedBrokerConfigs).map((name) => fixedConfigEntry(name, fixed[name]))
  const { broker, cluster } = configs.dynamic
  const unknown = Object.keys({ ...cluster, ...broker }).filter((name) => !isBrokerConfigName(name)).map((name) => unknownConfigEntry(name, configs))
  return [...settings, ...decided, ...unknown].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** What clients have set for all brokers of the cluster. */
export function clusterWideConfigEntries(configs: BrokerConfigs): ConfigEntry[] {
  const source = ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG
  return Object.entries(configs.dynamic.cluster).map(([name, text]) => {
    if (!isBrokerConfigName(name)) return unknownConfigEntry(name, configs, [source])
    return entry(name, text, brokerConfigDefinitions[name], [{ name, value: shown(name, text), source }], !brokerConfigDefinitions[name].dynamic)
  })
}

/** In Kafka every class has a logger; here there is one. */
export function brokerLoggerEntries(level: string): ConfigEntry[] {
  const root = { name: 'root', value: level, source: ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG }
  return [{ ...root, readOnly: false, isSensitive: false, configType: 0, documentation: '', synonyms: [] }]
}

export function groupConfigEntries(groupId: string, groups: GroupConfigs): ConfigEntry[] {
  const own = groups.own(groupId)
  return namesOf(groupConfigDefinitions).map((name) => {
    const definition: GroupConfigDefinition = groupConfigDefinitions[name]
    const { brokerConfig } = definition
    const beneath = brokerConfig === null
      ? [{ name, value: definition.default.text, source: ConfigSource.DEFAULT_CONFIG }]
      : brokerSynonyms(brokerConfig, [brokerConfig], groups.broker)
    const set = own[name] === undefined ? [] : [{ name, value: own[name], source: ConfigSource.GROUP_CONFIG }]
    return entry(name, own[name] ?? groups.inherited(name).text, definition, [...set, ...beneath], false)
  })
}

export function clientMetricsConfigEntries(own: OwnConfigs): ConfigEntry[] {
  return namesOf(clientMetricsConfigDefinitions).map((name) => {
    const definition: ConfigDefinition = clientMetricsConfigDefinitions[name]
    const set = own[name] === undefined ? [] : [{ name, value: own[name], source: ConfigSource.CLIENT_METRICS_CONFIG }]
    return entry(name, own[name] ?? definition.default.text, definition, set, false)
  })
}

function topicConfigEntry(name: TopicConfigName, configs: TopicConfigs): ConfigEntry {
  const definition: TopicConfigDefinition = topicConfigDefinitions[name]
  const { text } = configs.reading(name)
  const own = configs.isOwn(name) ? [{ name, value: text, source: ConfigSource.TOPIC_CONFIG }] : []
  return entry(name, text, definition, [...own, ...brokerSynonymsOfTopic(definition.brokerConfigs, configs.broker)], false)
}

/** Unlike Kafka, a setting in another unit that decides is named: `log.retention.hours` for `retention.ms`. */
function brokerSynonymsOfTopic(names: readonly BrokerConfigName[], configs: BrokerConfigs): ConfigSynonym[] {
  if (names.length === 0) return []
  const synonyms = brokerSynonyms(names[0]!, names, configs)
  return synonyms.length > 0 ? synonyms : configs.settings(...names).map(toSynonym)
}

function brokerConfigEntry(name: BrokerConfigName, configs: BrokerConfigs): ConfigEntry {
  const chain = CHAINS.find((names) => names.includes(name)) ?? [name]
  const definition = brokerConfigDefinitions[name]
  return entry(name, configs.reading(name).text, definition, brokerSynonyms(name, chain, configs), !definition.dynamic)
}

function fixedConfigEntry(name: keyof typeof fixedBrokerConfigs, text: string | undefined): ConfigEntry {
  const definition: ConfigDefinition = fixedBrokerConfigs[name]
  const synonyms = [
    ...(text === undefined ? [] : [{ name, value: text, source: ConfigSource.STATIC_BROKER_CONFIG }]),
    ...(definition.default.text === null ? [] : [{ name, value: definition.default.text, source: ConfigSource.DEFAULT_CONFIG }]),
  ]
  return entry(name, text ?? definition.default.text, definition, synonyms, true)
}

function entry(name: string, value: string | null, definition: ConfigDefinition, synonyms: ConfigSynonym[], readOnly: boolean): ConfigEntry {
  const isSensitive = definition.type === 'PASSWORD'
  return {
    name,
    value: isSensitive ? null : value,
    source: synonyms[0]?.source ?? ConfigSource.DEFAULT_CONFIG,
    readOnly,
    isSensitive,
    configType: CONFIG_TYPE_ID[definition.type],
    documentation: definition.inert ? `${definition.doc} Listed for tools; Headwater does not act on it.` : definition.doc,
    synonyms,
  }
}

/** As in Kafka: what was set of any of the names, layer by layer, then their defaults; and of these what comes from the first of `name` itself on. */
function brokerSynonyms(name: BrokerConfigName, names: readonly BrokerConfigName[], configs: BrokerConfigs): ConfigSynonym[] {
  const defaults = names.map((one) => ({ name: one, value: brokerConfigDefinitions[one].default.text, source: ConfigSource.DEFAULT_CONFIG }))
  const all = [...configs.settings(...names).map(toSynonym), ...defaults.filter(({ value }) => value !== null)]
  const first = all.findIndex((synonym) => synonym.name === name)
  return first === -1 ? [] : all.slice(first)
}

const toSynonym = ({ name, layer, reading }: ReturnType<BrokerConfigs['settings']>[number]): ConfigSynonym => ({
  name, value: shown(name, reading.text), source: LAYER_SOURCE[layer],
})

const shown = (name: BrokerConfigName, text: string | null) => (brokerConfigDefinitions[name].type === 'PASSWORD' ? null : text)

/** Kafka does not know what such a config holds, and so never shows it. */
function unknownConfigEntry(
  name: string,
  { dynamic }: BrokerConfigs,
  sources: readonly number[] = [ConfigSource.DYNAMIC_BROKER_CONFIG, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG],
): ConfigEntry {
  const isSet = (source: number) => Object.hasOwn(source === ConfigSource.DYNAMIC_BROKER_CONFIG ? dynamic.broker : dynamic.cluster, name)
  const synonyms = sources.filter(isSet).map((source) => ({ name, value: null, source }))
  const documentation = 'Headwater does not know this config; it is stored and does nothing.'
  return { name, value: null, source: synonyms[0]!.source, readOnly: true, isSensitive: true, configType: 0, documentation, synonyms }
}

const namesOf = <T extends object>(definitions: T) => Object.keys(definitions) as (keyof T & string)[]
