// The configs of client metrics subscriptions (KIP-714): stored and listed. Nothing is collected: the telemetry APIs are not served.
import { kafkaError } from '../protocol/error-codes.ts'
import { ConfigError, int, list } from './config-definition.ts'

const inert = true

export const clientMetricsConfigDefinitions = {
  'interval.ms': int(300_000, 'How often a client pushes its metrics, milliseconds.', { inert }),
  'match': list('', 'Which clients push metrics, as name=pattern pairs of client_id, client_software_name and their kin; all when empty.', { inert }),
  'metrics': list('', 'Prefixes of the names of metrics that are pushed; "*" means all.', { inert }),
}

export type ClientMetricsConfigName = keyof typeof clientMetricsConfigDefinitions

export const isClientMetricsConfigName = (name: string): name is ClientMetricsConfigName => Object.hasOwn(clientMetricsConfigDefinitions, name)

const LEAST_INTERVAL_MS = 100
const MOST_INTERVAL_MS = 3_600_000

/** What a client may be told apart by. */
const MATCHED = ['client_instance_id', 'client_id', 'client_software_name', 'client_software_version', 'client_source_address', 'client_source_port']

/** Canonical texts; throws KafkaError where Kafka would. */
export function validateClientMetricsConfigs(own: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(own).map(([name, text]) => [name, validated(name, text)]))
}

function validated(name: string, text: string): string {
  if (!isClientMetricsConfigName(name)) throw kafkaError('INVALID_REQUEST', `Unknown client metrics config "${name}".`)
  const reading = readOrRefuse(name, text)
  if (name === 'interval.ms') requireInterval(reading.value as number)
  if (name === 'match') for (const pair of reading.value as readonly string[]) requirePattern(pair)
  return reading.text ?? ''
}

function readOrRefuse(name: ClientMetricsConfigName, text: string) {
  try {
    return clientMetricsConfigDefinitions[name].read(text)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw kafkaError('INVALID_CONFIG', `Client metrics config "${name}" cannot be "${text}": ${error.message}.`)
  }
}

function requireInterval(intervalMs: number): void {
  if (intervalMs >= LEAST_INTERVAL_MS && intervalMs <= MOST_INTERVAL_MS) return
  throw kafkaError('INVALID_REQUEST', `Client metrics config "interval.ms" must be between ${LEAST_INTERVAL_MS} and ${MOST_INTERVAL_MS}, not ${intervalMs}.`)
}

function requirePattern(pair: string): void {
  const [name, pattern, more] = pair.split('=')
  if (more === undefined && pattern !== undefined && pattern !== '' && MATCHED.includes(name!.trim()) && isPattern(pattern.trim())) return
  throw kafkaError('INVALID_CONFIG', `"${pair}" matches no client: write one of ${MATCHED.join(', ')}, "=" and a regular expression.`)
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text))
  } catch {
    return false
  }
}
