// What is to be thought of before a plan is sent as a whole: times, order against live traffic, who may do what.
import { groupOperations } from '../../client/admin/topic-operations.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { DescribeTransactions } from '../../protocol/messages/describe-transactions.ts'
import { FindCoordinator } from '../../protocol/messages/find-coordinator.ts'
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import type { Finding } from './dry-run-store.ts'
import { inferPartitioner, type PartitionerInference, SURE_PERCENT } from './partitioner-inference.ts'
import type { ReplayPlan } from './plan.ts'
import type { TargetFacts } from './target-facts.ts'

const TRANSACTION_KEY = 1
const DAY_MS = 86_400_000
/** Topics whose partitioner is looked into. */
const MOST_INFERENCES = 10

export interface WarningContext {
  readonly target: ClusterConnection
  readonly facts: ReadonlyMap<string, TargetFacts>
  readonly nowMs: number
  readonly signal: AbortSignal
}

export async function planWarnings(plan: ReplayPlan, context: WarningContext): Promise<Finding[]> {
  const perTopic = plan.targets.flatMap(({ topic, partitionCount }) => topicWarnings(plan, topic, partitionCount, context))
  return [...optionWarnings(plan), ...perTopic, ...(await partitionerWarnings(plan, context)), ...(await permissionWarnings(plan, context.target))]
}

function optionWarnings({ options, totals, source, target }: ReplayPlan): Finding[] {
  const warnings: Finding[] = []
  if (totals.pinnedBytes === null && options.pin !== 'never' && source !== null) warnings.push({ code: 'not-pinned', message: 'The records are larger than 64 MiB together and are not kept with the plan: what retention removes before it is sent is skipped.' })
  if (!options.headers.stamp) warnings.push({ code: 'not-stamped', message: 'Without x-replay-id what is in doubt after a crash cannot be looked up, and what comes back cannot be told from new failures.' })
  if (options.headers.owned === 'keep') warnings.push({ code: 'headers-kept', message: 'Retry headers stay on the records: an application that reads them may send a record straight back.' })
  if (source !== null && source.clusterId !== target.clusterId) warnings.push({ code: 'other-cluster', message: 'The target is another cluster: schema ids in the values are of the registry of the source.' })
  return warnings
}

function topicWarnings({ options, totals }: ReplayPlan, topic: string, plannedCount: number, { facts, nowMs }: WarningContext): Finding[] {
  const fact = facts.get(topic)
  if (!fact?.topic) return []
  const warnings: Finding[] = []
  const { partitionCount } = fact.topic
  if (partitionCount !== plannedCount && plannedCount > 0) {
    const byKey = options.partition.mode === 'by-key' ? 'Partitions by key were chosen for the number before; make the plan anew.' : 'Records keep their partition numbers, and keys of live traffic now go elsewhere: their order is not kept.'
    warnings.push({ code: 'partitions-changed', message: `"${topic}" had ${plannedCount} partitions when the plan was made and has ${partitionCount} now. ${byKey}` })
  }
  if (options.timestamp === 'preserve' && fact.isLogAppendTime) warnings.push({ code: 'log-append-time', message: `"${topic}" puts its own time on every record: the times of the origins are not kept there.` })
  if (options.timestamp === 'preserve' && fact.retentionMs !== null && totals.oldestMs !== null && nowMs - totals.oldestMs > fact.retentionMs) {
    warnings.push({ code: 'retention', message: `Some records are older than the retention of "${topic}" (${Math.round(fact.retentionMs / DAY_MS)} days): with the times of their origins they may be removed at once.` })
  }
  if (fact.configsError !== null) warnings.push({ code: 'configs-unknown', message: `The settings of "${topic}" could not be read (${fact.configsError}): size and time limits are not checked.` })
  if (fact.operations === null) warnings.push({ code: 'rights-unknown', message: `The cluster does not tell who may write to "${topic}".` })
  return warnings
}

async function partitionerWarnings(plan: ReplayPlan, { target, facts, signal }: WarningContext): Promise<Finding[]> {
  const { partition, order } = plan.options
  if (partition.mode === 'explicit' || order === 'none') return []
  const topics = plan.targets.filter(({ topic }) => facts.get(topic)?.topic).slice(0, MOST_INFERENCES)
  const warnings: Finding[] = []
  for (const { topic } of topics) {
    const inference = await inferPartitioner(target, topic, signal)
    if (inference !== null) warnings.push(...inferenceWarning(inference, partition))
  }
  return warnings
}

export function inferenceWarning({ topic, sampled, murmur2, crc32, best }: PartitionerInference, partition: ReplayPlan['options']['partition']): Finding[] {
  const shares = `Of ${sampled} records in "${topic}", ${murmur2} % lie where murmur2 (Java) puts their keys, ${crc32} % where CRC-32 (librdkafka) does.`
  if (partition.mode === 'same') {
    const isUnsure = Math.max(murmur2, crc32) < SURE_PERCENT
    return isUnsure && best !== null ? [{ code: 'partitions-mixed', message: `${shares} The number of partitions may have grown: records keep their partition numbers, and live records of the same keys may lie elsewhere.` }] : []
  }
  if (partition.mode === 'explicit') return []
  if (best === null) return [{ code: 'partitioner-unknown', message: `${shares} Its producers choose partitions in another way: same keys will not meet. Keep the partitions of the origins.` }]
  const share = partition.partitioner === 'murmur2' ? murmur2 : crc32
  if (best !== partition.partitioner) return [{ code: 'partitioner-other', message: `${shares} Choose ${best === 'murmur2' ? 'murmur2' : 'CRC-32'}, or same keys will not meet.` }]
  return share < SURE_PERCENT ? [{ code: 'partitioner-unsure', message: `${shares} Some of its producers choose partitions in another way.` }] : []
}

/** Rules of a company may allow ids with a certain beginning only (the prefix is a setting of the connection). Nothing is begun to find out. */
async function permissionWarnings({ options, target, targets }: ReplayPlan, cluster: ClusterConnection): Promise<Finding[]> {
  if (target.isLocal || targets.length === 0 || options.mode === 'W') return []
  const id = `${options.idPrefix}.dry-run`
  const remedy = 'Set another prefix for ids, or replay at least once (mode W).'
  const group = await orDenied(async () => groupOperations(cluster, id))
  const warnings: Finding[] = []
  if (group === 'denied' || (group !== null && group !== 'unknown' && !group.has('READ'))) warnings.push({ code: 'group-denied', message: `Groups that begin with "${options.idPrefix}" are not allowed here (READ on the group). ${remedy}` })
  if ((await orDenied(async () => describeTransaction(cluster, id))) === 'denied') {
    warnings.push({ code: 'transactional-id-denied', message: `Transactional ids that begin with "${options.idPrefix}" are not allowed here (WRITE on the transactional id). ${remedy}` })
  }
  return warnings
}

async function describeTransaction(cluster: ClusterConnection, transactionalId: string): Promise<'known'> {
  const found = await cluster.request('any', FindCoordinator, { key: transactionalId, keyType: TRANSACTION_KEY, coordinatorKeys: [transactionalId] })
  const { errorCode, nodeId } = found.coordinators[0] ?? found
  if (errorCode !== 0) throw new KafkaError(errorOf(errorCode), errorOf(errorCode).sentence)
  const { transactionStates } = await cluster.request(nodeId, DescribeTransactions, { transactionalIds: [transactionalId] })
  const code = transactionStates[0]?.errorCode ?? 0
  if (code !== 0) throw new KafkaError(errorOf(code), errorOf(code).sentence)
  return 'known'
}

/** What is not there, or cannot be asked at the moment, is not denied. */
async function orDenied<T>(ask: () => Promise<T>): Promise<T | 'denied' | 'unknown'> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return error.errorName.endsWith('AUTHORIZATION_FAILED') ? 'denied' : 'unknown'
  }
}
