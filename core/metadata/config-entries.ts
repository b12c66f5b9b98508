// Configs as DescribeConfigs and CreateTopics show them: value, source, synonyms, type and sentence.
import type { BrokerConfigName } from './broker-config-definitions.ts'
import { brokerConfigDefinitions } from './broker-config-definitions.ts'
import type { BrokerConfigs } from './broker-configs.ts'
import type { ConfigDefinition, ConfigType } from './config-definition.ts'
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
} as const

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

export function topicConfigEntries(configs: TopicConfigs): ConfigEntry[] {
  return namesOf(topicConfigDefinitions).map((name) => topicConfigEntry(name, configs))
}

/** `fixed` tells what the broker decided when it started: its id, listeners and folder. */
export function brokerConfigEntries(configs: BrokerConfigs, fixed: Partial<Record<keyof typeof fixedBrokerConfigs, string>>): ConfigEntry[] {
  const settings = namesOf(brokerConfigDefinitions).map((name) => brokerConfigEntry(name, configs))
  const decided = namesOf(fixedBrokerConfigs).map((name) => fixedConfigEntry(name, fixed[name]))
  return [...settings, ...decided].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Loggers have levels in Kafka that change while it runs; here one logger writes everything from INFO up. */
export function brokerLoggerEntries(): ConfigEntry[] {
  const documentation = 'The least severe level that is logged.'
  const level = { name: 'root', value: 'INFO', source: ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG }
  return [{ ...level, readOnly: true, isSensitive: false, configType: CONFIG_TYPE_ID.STRING, documentation, synonyms: [] }]
}

function topicConfigEntry(name: TopicConfigName, configs: TopicConfigs): ConfigEntry {
  const definition: TopicConfigDefinition = topicConfigDefinitions[name]
  const { text } = configs.reading(name)
  const own = configs.isOwn(name) ? [{ name, value: text, source: ConfigSource.TOPIC_CONFIG }] : []
  return entry(name, text, definition, [...own, ...brokerSynonyms(definition.brokerConfigs, configs.broker)], false)
}

function brokerConfigEntry(name: BrokerConfigName, configs: BrokerConfigs): ConfigEntry {
  const chain = CHAINS.find((names) => names.includes(name)) ?? [name]
  const synonyms = brokerSynonyms(chain.slice(chain.indexOf(name)), configs)
  // A chain's later members count only when the earlier ones are silent; an entry tells about itself.
  const own = synonyms.filter((synonym) => synonym.name === name)
  const definition = brokerConfigDefinitions[name]
  return { ...entry(name, configs.reading(name).text, definition, own, !definition.dynamic), synonyms }
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

/** What was set, in the order in which it counts, then the default of the first name; as in Kafka, the others' defaults are not told. */
function brokerSynonyms(names: readonly BrokerConfigName[], configs: BrokerConfigs): ConfigSynonym[] {
  const shown = (name: BrokerConfigName, text: string | null) => (brokerConfigDefinitions[name].type === 'PASSWORD' ? null : text)
  const set = names.filter((name) => configs.isSet(name))
  const withDefault = names.slice(0, 1).filter((name) => brokerConfigDefinitions[name].default.text !== null)
  return [
    ...set.map((name) => ({ name, value: shown(name, configs.reading(name).text), source: ConfigSource.STATIC_BROKER_CONFIG })),
    ...withDefault.map((name) => ({ name, value: brokerConfigDefinitions[name].default.text, source: ConfigSource.DEFAULT_CONFIG })),
  ]
}

const namesOf = <T extends object>(definitions: T) => Object.keys(definitions) as (keyof T & string)[]
