// A topic's effective configs: its own overrides, then the broker's settings, then the defaults.
import type { BrokerConfigName } from './broker-config-definitions.ts'
import type { BrokerConfigs } from './broker-configs.ts'
import type { ConfigValue, Reading, ValueOf } from './config-definition.ts'
import { ConfigError } from './config-definition.ts'
import { didYouMean } from './did-you-mean.ts'
import type { TopicConfigDefinition, TopicConfigName } from './topic-config-definitions.ts'
import { isTopicConfigName, topicConfigDefinitions } from './topic-config-definitions.ts'

type Definitions = typeof topicConfigDefinitions

export class TopicConfigs {
  readonly broker: BrokerConfigs
  #own: ReadonlyMap<TopicConfigName, Reading<ConfigValue>>
  /** Asked for with every batch; forgotten when the topic's configs or the broker's change. */
  readonly #inForce = new Map<TopicConfigName, Reading<ConfigValue>>()
  #brokerRevision: number

  private constructor(own: ReadonlyMap<TopicConfigName, Reading<ConfigValue>>, broker: BrokerConfigs) {
    this.#own = own
    this.broker = broker
    this.#brokerRevision = broker.revision
  }

  /** Throws ConfigError that names the config and its value. */
  static from(own: Readonly<Record<string, string>>, broker: BrokerConfigs): TopicConfigs {
    const configs = TopicConfigs.stored(own, broker)
    const [least, most] = [configs.get('min.compaction.lag.ms'), configs.get('max.compaction.lag.ms')]
    if (least <= most) return configs
    throw new ConfigError(`Topic config "min.compaction.lag.ms" (${least}) must not be above "max.compaction.lag.ms" (${most}).`)
  }

  /** Of a topic that exists: the broker's settings may have changed under it, so how configs fit together is not checked again. */
  static stored(own: Readonly<Record<string, string>>, broker: BrokerConfigs): TopicConfigs {
    return new TopicConfigs(new Map(Object.entries(own).map(([name, text]) => readConfig(name, text))), broker)
  }

  /** Takes over the overrides of `next`. One object stays with a topic for its life, so that whoever reads from it sees the change. */
  replaceBy(next: TopicConfigs): void {
    this.#own = next.#own
    this.#inForce.clear()
  }

  /** The value in force. */
  get<N extends TopicConfigName>(name: N): ValueOf<Definitions[N]> {
    return this.reading(name).value as ValueOf<Definitions[N]>
  }

  reading(name: TopicConfigName): Reading<ConfigValue> {
    if (this.#brokerRevision !== this.broker.revision) {
      this.#brokerRevision = this.broker.revision
      this.#inForce.clear()
    }
    let reading = this.#inForce.get(name)
    if (reading === undefined) {
      reading = this.#own.get(name) ?? inherited(name, this.broker)
      this.#inForce.set(name, reading)
    }
    return reading
  }

  isOwn(name: TopicConfigName): boolean {
    return this.#own.has(name)
  }

  /** The overrides alone, as they are stored. */
  get own(): Record<string, string> {
    return Object.fromEntries([...this.#own].map(([name, { text }]) => [name, text ?? '']))
  }
}

function inherited(name: TopicConfigName, broker: BrokerConfigs): Reading<ConfigValue> {
  const definition: TopicConfigDefinition = topicConfigDefinitions[name]
  const source = definition.brokerConfigs.find((candidate) => broker.reading(candidate).text !== null)
  return source === undefined ? definition.default : inMilliseconds(source, broker.reading(source))
}

/** `log.retention.hours` and its kin stand for a topic config in milliseconds; negative means for ever and stays. */
function inMilliseconds(name: BrokerConfigName, reading: Reading<ConfigValue>): Reading<ConfigValue> {
  const unitMs = name.endsWith('.hours') ? 3_600_000 : name.endsWith('.minutes') ? 60_000 : 1
  if (unitMs === 1 || typeof reading.value !== 'number') return reading
  const value = reading.value < 0 ? -1 : reading.value * unitMs
  return { value, text: String(value) }
}

function readConfig(name: string, text: string): [TopicConfigName, Reading<ConfigValue>] {
  if (!isTopicConfigName(name)) throw new ConfigError(`Unknown topic config "${name}".${didYouMean(name, Object.keys(topicConfigDefinitions))}`)
  try {
    return [name, topicConfigDefinitions[name].read(text)]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(`Topic config "${name}" cannot be "${text}": ${error.message}.`)
  }
}
