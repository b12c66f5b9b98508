// Altering the configs of a resource: which rules hold for its kind, who keeps its configs, and that they act once they are durable.
import { LOG_LEVELS, type LeveledLogger, type LogLevel } from '../base/leveled-logger.ts'
import { kafkaError } from '../protocol/error-codes.ts'
import { checkMinIsr, validateBrokerConfigs } from './broker-config-changes.ts'
import { brokerConfigDefinitions, isBrokerConfigName } from './broker-config-definitions.ts'
import type { BrokerConfigs } from './broker-configs.ts'
import { validateClientMetricsConfigs } from './client-metrics-configs.ts'
import type { ConfigDefinition } from './config-definition.ts'
import { applyOperations, type ConfigChange, ConfigOperation } from './config-operations.ts'
import { ConfigResourceType } from './config-resource-type.ts'
import type { DynamicConfigs, OwnConfigs } from './dynamic-configs.ts'
import { groupConfigDefinitions, isGroupConfigName } from './group-config-definitions.ts'
import type { GroupConfigs } from './group-configs.ts'
import { isTopicConfigName, topicConfigDefinitions } from './topic-config-definitions.ts'
import { validateTopicName } from './topic-name.ts'
import type { DecideConfigs, Topics } from './topics.ts'

export interface ConfigResource {
  /** A number of ConfigResourceType, if it is one. */
  readonly type: number
  readonly name: string
}

/** Single changes, or all configs that the resource shall have. */
export type ConfigsChange = { readonly changes: readonly ConfigChange[] } | { readonly all: Record<string, string> }

export interface ResourceConfigsParts {
  readonly nodeId: number
  readonly topics: Topics
  readonly broker: BrokerConfigs
  readonly groups: GroupConfigs
  readonly dynamic: DynamicConfigs
  readonly logger: LeveledLogger
  /** KIP-966 is on. */
  readonly isElrOn: () => boolean
}

/** The one logger there is. */
export const ROOT_LOGGER = 'root'

export class ResourceConfigs {
  readonly #parts: ResourceConfigsParts

  constructor(parts: ResourceConfigsParts) {
    this.#parts = parts
  }

  /** Resolves once the change is durable and in force, or would be; rejects with KafkaError, and then nothing has changed. */
  async alter(resource: ConfigResource, change: ConfigsChange, validateOnly: boolean): Promise<void> {
    const { type, name } = resource
    switch (type) {
      case ConfigResourceType.TOPIC:
        return this.#alterTopic(name, change, validateOnly)
      case ConfigResourceType.BROKER:
        return this.#alterBroker(name, change, validateOnly)
      case ConfigResourceType.GROUP:
        return this.#alterGroup(name, change, validateOnly)
      case ConfigResourceType.CLIENT_METRICS:
        return this.#alterClientMetrics(name, change, validateOnly)
      case ConfigResourceType.BROKER_LOGGER:
        if ('changes' in change) return this.#alterLogger(name, change.changes, validateOnly)
    }
    throw kafkaError('INVALID_REQUEST', `Resource type ${type} has no configs that can be changed this way.`)
  }

  #alterTopic(name: string, change: ConfigsChange, validateOnly: boolean): Promise<void> {
    if (name === '') throw kafkaError('INVALID_REQUEST', 'There are no configs for all topics: a topic name is needed.')
    const problem = validateTopicName(name)
    if (problem !== null) throw kafkaError('INVALID_TOPIC_EXCEPTION', problem)
    const decide = changed(change, (config) => (isTopicConfigName(config) ? topicConfigDefinitions[config] : undefined))
    return this.#parts.topics.alterConfigs(name, decide, validateOnly)
  }

  async #alterBroker(name: string, change: ConfigsChange, validateOnly: boolean): Promise<void> {
    const { broker, dynamic, isElrOn } = this.#parts
    const isClusterWide = name === ''
    if (!isClusterWide) this.#checkIsThisNode(name)
    const decide = changed(change, (config) => (isBrokerConfigName(config) ? brokerConfigDefinitions[config] : undefined))
    const resource = { type: ConfigResourceType.BROKER, name: isClusterWide ? '' : String(Number(name)) }
    const checked: DecideConfigs = (own) => {
      const next = validateBrokerConfigs(decide(own), isClusterWide, broker)
      if (isElrOn()) checkMinIsr(namedBy(change), next, isClusterWide)
      return next
    }
    return dynamic.alter(resource, checked, validateOnly)
  }

  async #alterGroup(name: string, change: ConfigsChange, validateOnly: boolean): Promise<void> {
    if (name === '') throw kafkaError('INVALID_REQUEST', 'There are no configs for all groups: a group id is needed.')
    const { groups, dynamic } = this.#parts
    const decide = changed(change, (config) => (isGroupConfigName(config) ? groupConfigDefinitions[config] : undefined))
    return dynamic.alter({ type: ConfigResourceType.GROUP, name }, (own) => groups.validate(decide(own)), validateOnly)
  }

  async #alterClientMetrics(name: string, change: ConfigsChange, validateOnly: boolean): Promise<void> {
    if (name === '') throw kafkaError('INVALID_REQUEST', 'A client metrics subscription needs a name.')
    const decide = changed(change, () => undefined) // As in Kafka, their lists cannot be appended to.
    const resource = { type: ConfigResourceType.CLIENT_METRICS, name }
    return this.#parts.dynamic.alter(resource, (own) => validateClientMetricsConfigs(decide(own)), validateOnly)
  }

  /** Levels are not stored (KIP-412): a broker starts with INFO. */
  #alterLogger(name: string, changes: readonly ConfigChange[], validateOnly: boolean): void {
    this.#checkIsThisNode(name)
    const levels = changes.map(checkedLevel)
    if (!validateOnly) for (const level of levels) this.#parts.logger.level = level
  }

  #checkIsThisNode(name: string): void {
    const { nodeId } = this.#parts
    if (!/^[+-]?\d+$/.test(name)) throw kafkaError('INVALID_REQUEST', `Broker id "${name}" is not a whole number.`)
    if (Number(name) !== nodeId) throw kafkaError('INVALID_REQUEST', `Broker ${name} does not exist; this is broker ${nodeId}.`)
  }
}

const namedBy = (change: ConfigsChange): string[] => ('all' in change ? Object.keys(change.all) : change.changes.map(({ name }) => name))

function changed(change: ConfigsChange, definitionOf: (name: string) => ConfigDefinition | undefined): DecideConfigs {
  return (own: OwnConfigs) => ('all' in change ? change.all : applyOperations(own, change.changes, definitionOf))
}

function checkedLevel({ name, operation, value }: ConfigChange): LogLevel {
  if (operation !== ConfigOperation.SET && operation !== ConfigOperation.DELETE) {
    throw kafkaError('INVALID_REQUEST', `Config operation ${operation} does not exist for loggers; 0 sets a level, 1 takes it away.`)
  }
  if (name !== ROOT_LOGGER) throw kafkaError('INVALID_CONFIG', `Logger "${name}" does not exist; there is "${ROOT_LOGGER}".`)
  if (operation === ConfigOperation.DELETE) throw kafkaError('INVALID_REQUEST', `Logger "${ROOT_LOGGER}" cannot be without a level.`)
  const level = LOG_LEVELS.find((one) => one === value)
  if (level === undefined) throw kafkaError('INVALID_CONFIG', `Log level "${value}" does not exist; there are ${LOG_LEVELS.join(', ')}.`)
  return level
}
