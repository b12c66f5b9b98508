// The broker's settings: changed while it runs, over what was set when it started, over the defaults. Read at every use: a change acts at once.
import { assert } from '../base/assert.ts'
import { Event } from '../base/event.ts'
import type { BrokerConfigName } from './broker-config-definitions.ts'
import { brokerConfigDefinitions, isBrokerConfigName } from './broker-config-definitions.ts'
import type { ConfigValue, Reading, ValueOf } from './config-definition.ts'
import { ConfigError } from './config-definition.ts'
import { didYouMean } from './did-you-mean.ts'
import { fixedBrokerConfigs } from './inert-broker-configs.ts'

type Definitions = typeof brokerConfigDefinitions

/** Names of settings whose value, if set, is a V. */
type NameOf<V> = { [N in BrokerConfigName]: ValueOf<Definitions[N]> extends V | null ? N : never }[BrokerConfigName]

type Readings = ReadonlyMap<BrokerConfigName, Reading<ConfigValue>>

/** Where a value may come from, in the order in which it counts; a default counts last. */
const LAYERS = ['broker', 'cluster', 'static'] as const
export type BrokerConfigLayer = (typeof LAYERS)[number]

/** What clients may change while the broker runs: of this broker, and cluster-wide. Text by name, names that Headwater does not know included. */
export interface DynamicBrokerConfigs {
  readonly broker: Readonly<Record<string, string>>
  readonly cluster: Readonly<Record<string, string>>
}

export class BrokerConfigs {
  readonly changed = new Event<void>()
  readonly #layers: Record<BrokerConfigLayer, Readings>
  #dynamic: DynamicBrokerConfigs = { broker: {}, cluster: {} }
  #revision = 0

  private constructor(set: Readings) {
    this.#layers = { broker: new Map(), cluster: new Map(), static: set }
  }

  /** Throws ConfigError with a sentence for whoever wrote the settings. */
  static from(overrides: Readonly<Record<string, string>>): BrokerConfigs {
    const set = new Map(Object.entries(overrides).map(([name, text]) => readSetting(name, text)))
    const configs = new BrokerConfigs(set)
    configs.#checkOrders()
    return configs
  }

  /** Grows with every change: what is worked out from these configs may be kept as long as it stays the same. */
  get revision(): number {
    return this.#revision
  }

  get dynamic(): DynamicBrokerConfigs {
    return this.#dynamic
  }

  /** Throws ConfigError when the broker could not run with these. */
  checkDynamic(dynamic: DynamicBrokerConfigs): void {
    const next = new BrokerConfigs(this.#layers.static)
    next.#layers.broker = readingsOf(dynamic.broker)
    next.#layers.cluster = readingsOf(dynamic.cluster)
    next.#checkOrders()
  }

  /** Stored before and trusted: a value that a newer Headwater does not accept any more is left out and named. */
  setDynamic(dynamic: DynamicBrokerConfigs): string[] {
    this.#dynamic = { broker: readable(dynamic.broker), cluster: readable(dynamic.cluster) }
    this.#layers.broker = readingsOf(this.#dynamic.broker)
    this.#layers.cluster = readingsOf(this.#dynamic.cluster)
    this.#revision += 1
    this.changed.emit()
    return [...missingFrom(this.#dynamic.broker, dynamic.broker), ...missingFrom(this.#dynamic.cluster, dynamic.cluster)]
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
    const { broker, cluster, static: set } = this.#layers
    return broker.get(name) ?? cluster.get(name) ?? set.get(name) ?? brokerConfigDefinitions[name].default
  }

  /** Every place that sets one of the names: layer by layer, and within a layer in the order of the names. */
  settings(...names: readonly BrokerConfigName[]): { name: BrokerConfigName; layer: BrokerConfigLayer; reading: Reading<ConfigValue> }[] {
    return LAYERS.flatMap((layer) =>
      names.flatMap((name) => {
        const reading = this.#layers[layer].get(name)
        return reading === undefined ? [] : [{ name, layer, reading }]
      }),
    )
  }

  isSet(name: BrokerConfigName): boolean {
    return LAYERS.some((layer) => this.#layers[layer].has(name))
  }

  /** Settings that were given although Headwater does not act on them: worth a warning. */
  inertSettings(): BrokerConfigName[] {
    return [...this.#layers.static.keys()].filter((name) => brokerConfigDefinitions[name].inert)
  }

  #checkOrders(): void {
    this.#checkOrder('group.min.session.timeout.ms', 'group.max.session.timeout.ms')
    this.#checkOrder('log.cleaner.min.compaction.lag.ms', 'log.cleaner.max.compaction.lag.ms')
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

/** Clients may store names that Headwater does not know, as Kafka lets them for plug-ins: those have no reading. */
function readingsOf(own: Readonly<Record<string, string>>): Readings {
  return new Map(Object.entries(own).flatMap(([name, text]) => (isBrokerConfigName(name) ? [readSetting(name, text)] : [])))
}

const readable = (own: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(own).filter(([name, text]) => isReadable(name, text)))

const missingFrom = (kept: object, given: object) => Object.keys(given).filter((name) => !Object.hasOwn(kept, name))

function isReadable(name: string, text: string): boolean {
  try {
    readingsOf({ [name]: text })
    return true
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return false
  }
}
