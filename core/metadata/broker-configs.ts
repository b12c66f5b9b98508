// The broker's settings: what was set when it started, over the defaults.
import { assert } from '../base/assert.ts'
import type { BrokerConfigName } from './broker-config-definitions.ts'
import { brokerConfigDefinitions, isBrokerConfigName } from './broker-config-definitions.ts'
import type { ConfigValue, Reading, ValueOf } from './config-definition.ts'
import { ConfigError } from './config-definition.ts'
import { didYouMean } from './did-you-mean.ts'
import { fixedBrokerConfigs } from './inert-broker-configs.ts'

type Definitions = typeof brokerConfigDefinitions

/** Names of settings whose value, if set, is a V. */
type NameOf<V> = { [N in BrokerConfigName]: ValueOf<Definitions[N]> extends V | null ? N : never }[BrokerConfigName]

export class BrokerConfigs {
  readonly #set: ReadonlyMap<BrokerConfigName, Reading<ConfigValue>>

  private constructor(set: ReadonlyMap<BrokerConfigName, Reading<ConfigValue>>) {
    this.#set = set
  }

  /** Throws ConfigError with a sentence for whoever wrote the settings. */
  static from(overrides: Readonly<Record<string, string>>): BrokerConfigs {
    const set = new Map(Object.entries(overrides).map(([name, text]) => readSetting(name, text)))
    const configs = new BrokerConfigs(set)
    configs.#checkOrder('group.min.session.timeout.ms', 'group.max.session.timeout.ms')
    configs.#checkOrder('log.cleaner.min.compaction.lag.ms', 'log.cleaner.max.compaction.lag.ms')
    return configs
  }

  get<N extends BrokerConfigName>(name: N): ValueOf<Definitions[N]> {
    return this.reading(name).value as ValueOf<Definitions[N]>
  }

  /** The value of an INT, SHORT, LONG or DOUBLE that is set or has a default. */
  getInt(name: NameOf<number>): number {
    const { value } = this.reading(name)
    assert(typeof value === 'number', `${name} has no value`)
    return value
  }

  getBoolean(name: NameOf<boolean>): boolean {
    return this.reading(name).value === true
  }

  /** The value in Kafka's text form, and as what it means. */
  reading(name: BrokerConfigName): Reading<ConfigValue> {
    return this.#set.get(name) ?? brokerConfigDefinitions[name].default
  }

  isSet(name: BrokerConfigName): boolean {
    return this.#set.has(name)
  }

  /** Settings that were given although Headwater does not act on them: worth a warning. */
  inertSettings(): BrokerConfigName[] {
    return [...this.#set.keys()].filter((name) => brokerConfigDefinitions[name].inert)
  }

  #checkOrder(lower: NameOf<number>, upper: NameOf<number>): void {
    if (this.getInt(lower) <= this.getInt(upper)) return
    throw new ConfigError(`Setting "${lower}" (${this.reading(lower).text}) must not be above "${upper}" (${this.reading(upper).text}).`)
  }
}

/** Splits `num.partitions=4` lines, as `--set` gives them; the last of two equal names counts. */
export function parseSettings(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map(splitSetting))
}

function splitSetting(line: string): [string, string] {
  const equals = line.indexOf('=')
  if (equals < 1) throw new ConfigError(`Setting "${line}" has no value. Write it as name=value, for example num.partitions=4.`)
  return [line.slice(0, equals).trim(), line.slice(equals + 1).trim()]
}

function readSetting(name: string, text: string): [BrokerConfigName, Reading<ConfigValue>] {
  if (Object.hasOwn(fixedBrokerConfigs, name)) throw new ConfigError(`Setting "${name}" cannot be set: Headwater decides it when it starts.`)
  if (!isBrokerConfigName(name)) throw new ConfigError(`Unknown setting "${name}".${didYouMean(name, Object.keys(brokerConfigDefinitions))}`)
  try {
    return [name, brokerConfigDefinitions[name].read(text)]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(`Setting "${name}" cannot be "${text}": ${error.message}.`)
  }
}
