// Tries a cluster out before anyone relies on it: one bootstrap server step by step, then every address that its brokers tell.
import { KafkaError } from '../protocol/error-codes.ts'
import { Metadata } from '../protocol/messages/metadata.ts'
import { type BrokerAddress, formatBrokerAddress } from './bootstrap-address.ts'
import { type CheckedStep, StepList } from './check-steps.ts'
import { ClusterConnection, type ClusterConnectionOptions, socketOptions } from './cluster-connection.ts'
import type { ClusterBroker, ClusterMetadata } from './cluster-metadata.ts'
import { diagnosed } from './connection-diagnosis.ts'
import { ConnectionFailed } from './connection-errors.ts'

export interface CheckedBroker extends ClusterBroker {
  /** Why it cannot be reached at the address it tells; null when it can. */
  readonly error: ConnectionFailed | null
}

export interface ClusterCheck {
  /** All of them, in order. */
  readonly steps: readonly CheckedStep[]
  readonly clusterId: string | null
  readonly brokers: readonly CheckedBroker[]
  /** Why the cluster cannot be used; null when it can, even if some of its brokers cannot be reached. */
  readonly failure: ConnectionFailed | null
}

/** Never rejects for what it finds. Tells of the bootstrap server that answered; if none did, of the first. */
export async function checkCluster(options: ClusterConnectionOptions): Promise<ClusterCheck> {
  const checks: ClusterCheck[] = []
  for (const address of options.bootstrapServers) {
    checks.push(await checkFrom(address, options))
    if (answered(checks.at(-1)!)) break
  }
  const told = checks.find(answered) ?? checks[0]!
  return withOthers(told, checks.filter((check) => check !== told))
}

const answered = ({ brokers }: ClusterCheck): boolean => brokers.length > 0

async function checkFrom(address: BrokerAddress, options: ClusterConnectionOptions): Promise<ClusterCheck> {
  const socket = socketOptions(options)
  const steps = new StepList(options.clock, socket.security, address)
  const cluster = new ClusterConnection({
    ...options,
    bootstrapServers: [address],
    onStep: (step, to, found) => step !== 'request' && to === address && steps.passed(step, found),
  })
  try {
    const metadata = await cluster.metadata([])
    if (metadata.brokers.size === 0) throw namesNoBroker(address)
    steps.passed('metadata', `${metadata.clusterId === null ? 'A cluster' : `Cluster ${metadata.clusterId}`} of ${metadata.brokers.size === 1 ? 'one broker' : `${metadata.brokers.size} brokers`}.`)
    return await checkAdvertised(cluster, metadata, steps)
  } catch (error) {
    const failure = await diagnosed(asFailure(error, address), address, socket)
    steps.failed(failure.step, failure.message, failure.remedy)
    return { steps: steps.all(), clusterId: null, brokers: [], failure }
  } finally {
    await cluster.close()
  }
}

async function checkAdvertised(cluster: ClusterConnection, { clusterId, brokers }: ClusterMetadata, steps: StepList): Promise<ClusterCheck> {
  const checked = await Promise.all([...brokers.values()].map(async (broker) => ({ ...broker, error: await reachError(cluster, broker) })))
  const failures = checked.flatMap(({ error }) => error ?? [])
  const [first] = failures
  if (first) steps.failed('advertised', failures.map(({ message }) => message).join(' '), [...new Set(failures.map(({ remedy }) => remedy))].join(' '))
  else steps.passed('advertised', `${checked.length === 1 ? 'It' : 'Each of them'} can be reached where it says that it listens: ${checked.map(formatBrokerAddress).join(', ')}.`)
  return { steps: steps.all(), clusterId, brokers: checked, failure: failures.length < checked.length ? null : first! }
}

async function reachError(cluster: ClusterConnection, broker: ClusterBroker): Promise<ConnectionFailed | null> {
  try {
    await cluster.request(broker.nodeId, Metadata, { topics: [] })
    return null
  } catch (error) {
    return asFailure(error, broker)
  }
}

/** A broker may also refuse in Kafka's words; anything else is a bug and stays one. */
function asFailure(error: unknown, address: BrokerAddress): ConnectionFailed {
  if (error instanceof ConnectionFailed) return error
  if (!(error instanceof KafkaError)) throw error
  return new ConnectionFailed('metadata', formatBrokerAddress(address), { message: error.message, remedy: 'Check which version of Kafka runs there.' }, error)
}

function namesNoBroker(address: BrokerAddress): ConnectionFailed {
  const at = formatBrokerAddress(address)
  return new ConnectionFailed('metadata', at, { message: `${at} answers but names no broker.`, remedy: 'Wait until the cluster has started, or look into its log.' })
}

/** Bootstrap servers that did not answer are told of where the one shown was connected to. */
function withOthers(check: ClusterCheck, others: readonly ClusterCheck[]): ClusterCheck {
  if (others.length === 0) return check
  const besides = others.map(({ failure }) => failure?.message ?? '').join(' ')
  const at = check.steps.find(({ outcome }) => outcome === 'failed')?.step ?? 'connect'
  return { ...check, steps: check.steps.map((step) => (step.step === at ? { ...step, message: `${step.message} Also: ${besides}` } : step)) }
}
