// DeleteRecords (21), versions 0-2: moves the start of logs forward; what lies before it is gone.
// Behaviour: offset -1 means the high watermark. Above it, or below -1, is OFFSET_OUT_OF_RANGE; at or below the log start nothing changes. The answer is
// the log start that is durable. A topic that is only compacted gets POLICY_VIOLATION, an internal one INVALID_TOPIC_EXCEPTION. Partitions succeed and
// fail on their own; of a partition that comes twice the last offset counts. Nobody who waits for records is woken: there are none for them.
// Versions: v2 flexible.
// Not implemented: timeoutMs (the answer follows the commit).
import type { PartitionLog } from '../../log/partition-log.ts'
import type { Topic } from '../../metadata/topics.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DeleteRecords } from '../../protocol/messages/delete-records.ts'
import { StorageError } from '../../storage/storage-error.ts'
import { isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RequestContext } from '../handler.ts'
import { findLog, findTopic, type FoundTopic } from '../partition-lookup.ts'

type PartitionRequest = RequestOf<typeof DeleteRecords>['topics'][number]['partitions'][number]
type Response = ResponseOf<typeof DeleteRecords>
type PartitionResponse = Response['topics'][number]['partitions'][number]

const HIGH_WATERMARK = -1
const NO_LOW_WATERMARK = -1

/** A log to cut, and where its answer goes. */
interface Cut {
  readonly log: PartitionLog
  readonly offset: number
}

export const deleteRecords = handler(DeleteRecords, async (request, context): Promise<Response> => {
  const cuts = new Map<PartitionResponse, Cut>()
  const topics = [...partitionsByTopic(request)].map(([name, partitions]) => ({ name, partitions: planTopic(name, [...partitions.values()], context, cuts) }))
  const failure = await moveLogStarts([...cuts.values()], context.broker)
  for (const [planned, { log }] of cuts) Object.assign(planned, outcome(log, failure))
  return { topics }
})

/** By topic, then by index. */
function partitionsByTopic({ topics }: RequestOf<typeof DeleteRecords>): Map<string, Map<number, PartitionRequest>> {
  const found = new Map<string, Map<number, PartitionRequest>>()
  for (const { name, partitions } of topics) {
    const wanted = found.get(name) ?? new Map<number, PartitionRequest>()
    found.set(name, wanted)
    for (const partition of partitions) wanted.set(partition.partitionIndex, partition)
  }
  return found
}

function planTopic(
  name: string,
  partitions: readonly PartitionRequest[],
  context: RequestContext,
  cuts: Map<PartitionResponse, Cut>,
): PartitionResponse[] {
  if (!isAuthorized(context, 'DELETE', 'TOPIC', name)) return partitions.map((partition) => failed(partition, ErrorCode.TOPIC_AUTHORIZATION_FAILED))
  const found = findTopic(context.broker, { name, topicId: '', usesIds: false })
  return partitions.map((partition) => {
    const cut = plan(partition, found, context.broker)
    if (typeof cut === 'number') return failed(partition, cut)
    const answer: PartitionResponse = { partitionIndex: partition.partitionIndex, errorCode: ErrorCode.NONE, lowWatermark: NO_LOW_WATERMARK }
    cuts.set(answer, cut)
    return answer
  })
}

function plan({ partitionIndex, offset }: PartitionRequest, found: FoundTopic, broker: BrokerContext): Cut | number {
  const log = findLog(broker, found, partitionIndex)
  if (typeof log === 'number') return log
  const refused = refusalOf(found.topic!)
  if (refused !== ErrorCode.NONE) return refused
  const wanted = offset === HIGH_WATERMARK ? log.highWatermark : offset
  return wanted < 0 || wanted > log.highWatermark ? ErrorCode.OFFSET_OUT_OF_RANGE : { log, offset: wanted }
}

function refusalOf({ isInternal, configs }: Topic): number {
  if (isInternal) return ErrorCode.INVALID_TOPIC_EXCEPTION
  const policy = configs.get('cleanup.policy')
  return policy.includes('compact') && !policy.includes('delete') ? ErrorCode.POLICY_VIOLATION : ErrorCode.NONE
}

/** One commit for all of the request; the error when nothing of it was kept. */
async function moveLogStarts(cuts: readonly Cut[], { storage }: BrokerContext): Promise<StorageError | null> {
  const logStarts = cuts.filter(({ log, offset }) => offset > log.logStartOffset).map(({ log, offset }) => ({ partition: log.partitionId, offset }))
  if (logStarts.length === 0) return null
  try {
    await storage.commit({ logStarts })
    return null
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    return error
  }
}

function outcome(log: PartitionLog, failure: StorageError | null): Partial<PartitionResponse> {
  if (failure !== null) return { errorCode: ErrorCode.KAFKA_STORAGE_ERROR }
  if (log.isDropped) return { errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }
  return { lowWatermark: log.logStartOffset }
}

function failed({ partitionIndex }: PartitionRequest, errorCode: number): PartitionResponse {
  return { partitionIndex, errorCode, lowWatermark: NO_LOW_WATERMARK }
}
