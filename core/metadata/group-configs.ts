// The configs of groups: what clients gave a group, kept within the broker's bounds, then what the broker says for all groups.
import { kafkaError } from '../protocol/error-codes.ts'
import type { BrokerConfigName } from './broker-config-definitions.ts'
import type { BrokerConfigs } from './broker-configs.ts'
import { ConfigError, type ConfigValue, type Reading } from './config-definition.ts'
import { ConfigResourceType } from './config-resource-type.ts'
import { didYouMean } from './did-you-mean.ts'
import type { DynamicConfigs, OwnConfigs } from './dynamic-configs.ts'
import { type GroupConfigDefinition, type GroupConfigName, groupConfigDefinitions, isGroupConfigName } from './group-config-definitions.ts'

/** A session that is no longer than the pause between two heartbeats always ends. */
const SESSION_ABOVE_HEARTBEAT: readonly (readonly [GroupConfigName, GroupConfigName])[] = [
  ['consumer.session.timeout.ms', 'consumer.heartbeat.interval.ms'],
  ['share.session.timeout.ms', 'share.heartbeat.interval.ms'],
  ['streams.session.timeout.ms', 'streams.heartbeat.interval.ms'],
]

export class GroupConfigs {
  readonly broker: BrokerConfigs
  readonly #dynamic: DynamicConfigs

  constructor(dynamic: DynamicConfigs, broker: BrokerConfigs) {
    this.#dynamic = dynamic
    this.broker = broker
  }

  own(groupId: string): OwnConfigs {
    return this.#dynamic.own(ConfigResourceType.GROUP, groupId)
  }

  /** The value in force. What was legal when it was set is kept within today's bounds. */
  getInt(groupId: string, name: GroupConfigName): number {
    const own = this.own(groupId)[name]
    if (own === undefined) return this.inherited(name).value as number
    const { atLeast, atMost }: GroupConfigDefinition = groupConfigDefinitions[name]
    return Math.min(this.#bound(atMost, Infinity), Math.max(this.#bound(atLeast, -Infinity), groupConfigDefinitions[name].read(own).value as number))
  }

  /** What holds where the group says nothing. */
  inherited(name: GroupConfigName): Reading<ConfigValue> {
    const definition: GroupConfigDefinition = groupConfigDefinitions[name]
    return definition.brokerConfig === null ? definition.default : this.broker.reading(definition.brokerConfig)
  }

  /** Canonical texts; throws KafkaError where Kafka would. */
  validate(own: OwnConfigs): Record<string, string> {
    const readings = new Map(Object.entries(own).map(([name, text]) => this.#read(name, text)))
    for (const [session, heartbeat] of SESSION_ABOVE_HEARTBEAT) this.#checkOrder(readings, session, heartbeat)
    return Object.fromEntries([...readings].map(([name, { text }]) => [name, text ?? '']))
  }

  #read(name: string, text: string): [GroupConfigName, Reading<ConfigValue>] {
    if (!isGroupConfigName(name)) {
      throw kafkaError('INVALID_CONFIG', `Unknown group config "${name}".${didYouMean(name, Object.keys(groupConfigDefinitions))}`)
    }
    try {
      const reading = groupConfigDefinitions[name].read(text)
      this.#checkBounds(name, reading.value)
      return [name, reading]
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      throw kafkaError('INVALID_CONFIG', `Group config "${name}" cannot be "${text}": ${error.message}.`)
    }
  }

  #checkBounds(name: GroupConfigName, value: ConfigValue): void {
    const { atLeast, atMost }: GroupConfigDefinition = groupConfigDefinitions[name]
    if (typeof value !== 'number') return
    if (value < this.#bound(atLeast, -Infinity)) throw new ConfigError(`it must be at least the broker's ${atLeast}, ${this.#bound(atLeast, 0)}`)
    if (value > this.#bound(atMost, Infinity)) throw new ConfigError(`it must be at most the broker's ${atMost}, ${this.#bound(atMost, 0)}`)
  }

  #checkOrder(readings: ReadonlyMap<GroupConfigName, Reading<ConfigValue>>, session: GroupConfigName, heartbeat: GroupConfigName): void {
    if (!readings.has(session) && !readings.has(heartbeat)) return
    const [sessionMs, heartbeatMs] = [session, heartbeat].map((name) => (readings.get(name) ?? this.inherited(name)).value as number)
    if (sessionMs! > heartbeatMs!) return
    throw kafkaError('INVALID_CONFIG', `Group config "${session}" (${sessionMs}) must be above "${heartbeat}" (${heartbeatMs}).`)
  }

  #bound(name: BrokerConfigName | null, otherwise: number): number {
    return name === null ? otherwise : (this.broker.reading(name).value as number)
  }
}
