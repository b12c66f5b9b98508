// Which broker configs clients may change while the broker runs, for this broker and cluster-wide, as Kafka decides it (KIP-226).
import { kafkaError } from '../protocol/error-codes.ts'
import { brokerConfigDefinitions, type BrokerConfigName, isBrokerConfigName } from './broker-config-definitions.ts'
import type { BrokerConfigs, DynamicBrokerConfigs } from './broker-configs.ts'
import { ConfigError } from './config-definition.ts'
import { fixedBrokerConfigs } from './inert-broker-configs.ts'

/** A listener's own, `listener.name.<listener>.ssl.keystore.location`: stored for tools; listeners read none of them. */
const LISTENER_CONFIG = /^listener\.name\.[^.]*\.(.+)$/
/** Which keys a listener shows is changed for that listener only, never for all. */
const LISTENER_PREFIX_ONLY = /^ssl\.(keystore|truststore)\.|^ssl\.key\.password$/
const PER_BROKER_ONLY = /^(ssl|sasl)\.|^principal\.builder\.class$|^listener\.security\.protocol\.map$/
const CLUSTER_WIDE_LISTENER_CONFIGS = ['max.connections', 'max.connection.creation.rate', 'num.network.threads']

/** Kafka changes how many threads it has by no more than half or double at a time; there are none here, but the refusal is the same. */
const THREAD_COUNTS: readonly BrokerConfigName[] = [
  'background.threads', 'log.cleaner.threads', 'num.io.threads', 'num.network.threads', 'num.recovery.threads.per.data.dir', 'num.replica.fetchers',
]

/** Canonical texts of what would be the configs of that scope; throws KafkaError where Kafka would. Unknown names pass, as they do in Kafka. */
export function validateBrokerConfigs(own: Readonly<Record<string, string>>, isClusterWide: boolean, configs: BrokerConfigs): Record<string, string> {
  const names = Object.keys(own)
  refuse(names.filter(isStatic), 'cannot change while the broker runs')
  refuse(names.filter((name) => LISTENER_PREFIX_ONLY.test(name)), 'can change for one listener only, as listener.name.<listener>.<name>')
  if (isClusterWide) refuse(names.filter(isPerBroker), 'can change for one broker only, not cluster-wide')
  try {
    const next = Object.fromEntries(Object.entries(own).map(([name, text]) => [name, canonical(name, text)]))
    for (const name of THREAD_COUNTS) if (next[name] !== undefined) checkThreadCount(name, Number(next[name]), configs)
    configs.checkDynamic(merged(next, isClusterWide, configs.dynamic))
    return next
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw kafkaError('INVALID_REQUEST', error.message)
  }
}

export const MIN_ISR = 'min.insync.replicas'

/** While eligible leader replicas are tracked (KIP-966), it is said cluster-wide and by topics; no broker may say it, or take it back. */
export function checkMinIsr(named: readonly string[], next: Readonly<Record<string, string>>, isClusterWide: boolean): void {
  const reason = 'while eligible.leader.replicas.version is on'
  if (isClusterWide && !Object.hasOwn(next, MIN_ISR)) throw kafkaError('INVALID_CONFIG', `"${MIN_ISR}" cannot be taken away cluster-wide ${reason}.`)
  if (!isClusterWide && named.includes(MIN_ISR)) throw kafkaError('INVALID_CONFIG', `"${MIN_ISR}" cannot change for one broker ${reason}.`)
}

export function merged(own: Record<string, string>, isClusterWide: boolean, dynamic: DynamicBrokerConfigs): DynamicBrokerConfigs {
  return isClusterWide ? { ...dynamic, cluster: own } : { ...dynamic, broker: own }
}

function checkThreadCount(name: BrokerConfigName, count: number, configs: BrokerConfigs): void {
  const current = configs.reading(name).value as number
  if (count >= 1 && count >= Math.floor(current / 2) && count <= current * 2) return
  throw new ConfigError(`Setting "${name}" cannot be "${count}": it must be at least 1, and between half and double of what it is now, ${current}.`)
}

function refuse(names: readonly string[], reason: string): void {
  if (names.length === 0) return
  throw kafkaError('INVALID_REQUEST', `${names.map((name) => `"${name}"`).join(', ')} ${reason}.`)
}

function isStatic(name: string): boolean {
  return Object.hasOwn(fixedBrokerConfigs, name) || (isBrokerConfigName(name) && !brokerConfigDefinitions[name].dynamic)
}

function isPerBroker(name: string): boolean {
  const [, listenerConfig] = LISTENER_CONFIG.exec(name) ?? []
  return listenerConfig === undefined ? PER_BROKER_ONLY.test(name) : !CLUSTER_WIDE_LISTENER_CONFIGS.includes(listenerConfig)
}

function canonical(name: string, text: string): string {
  if (!isBrokerConfigName(name)) return text
  try {
    return brokerConfigDefinitions[name].read(text).text ?? ''
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(`Setting "${name}" cannot be "${text}": ${error.message}.`)
  }
}
