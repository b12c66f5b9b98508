// ListOffsets (key 2), versions 1-11.
//
// Latest (-1), earliest (-2), the record with the greatest timestamp (-3, v7+, KIP-734), earliest local (-4, v8+), latest tiered (-5, v9+), earliest
// pending upload (-6, v11+), or the first record at or after a timestamp, at record granularity. "No such record" is offset -1 without an error.
// A partition that is named twice is answered once, INVALID_REQUEST. A special value that the version does not know gets UNSUPPORTED_VERSION for its partition. There is no tiered storage: -4 is the log start, -5 and -6 are -1.
import { LEADER_EPOCH, type PartitionLog } from '../../log/partition-log.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { ListOffsets } from '../../protocol/messages/list-offsets.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { handler, type RequestContext } from '../handler.ts'
import { checkLeaderEpoch, endOf, findAllowedTopic, findLog } from '../partition-lookup.ts'

type PartitionRequest = RequestOf<typeof ListOffsets>['topics'][number]['partitions'][number]
type PartitionResponse = ResponseOf<typeof ListOffsets>['topics'][number]['partitions'][number]

interface Answer {
  readonly offset: number
  readonly timestamp: number
  readonly leaderEpoch: number
}

const NONE: Answer = { offset: -1, timestamp: -1, leaderEpoch: -1 }
const at = (offset: number, timestamp = -1): Answer => ({ offset, timestamp, leaderEpoch: LEADER_EPOCH })

interface SpecialTimestamp {
  readonly sinceVersion: number
  answer(log: PartitionLog, isolationLevel: number): Answer
}

const SPECIAL: ReadonlyMap<number, SpecialTimestamp> = new Map([
  [-1, { sinceVersion: 1, answer: (log, isolationLevel) => at(endOf(log, isolationLevel)) }],
  [-2, { sinceVersion: 1, answer: (log) => at(log.logStartOffset) }],
  [-3, { sinceVersion: 7, answer: (log, isolationLevel) => timestamped(log.offsetOfMaxTimestamp(), endOf(log, isolationLevel)) }],
  [-4, { sinceVersion: 8, answer: (log) => at(log.logStartOffset) }],
  [-5, { sinceVersion: 9, answer: () => NONE }],
  [-6, { sinceVersion: 11, answer: () => NONE }],
] satisfies [number, SpecialTimestamp][])

export const listOffsets = handler(ListOffsets, (request, context) => ({
  topics: request.topics.map(({ name, partitions }) => {
    const found = findAllowedTopic(context, 'DESCRIBE', { name, topicId: '', usesIds: false })
    const named = Map.groupBy(partitions, ({ partitionIndex }) => partitionIndex)
    return {
      name,
      partitions: [...named.values()].map(([partition, again]) => {
        if (again !== undefined) return failed(again, ErrorCode.INVALID_REQUEST)
        const log = findLog(context.broker, found, partition!.partitionIndex)
        return typeof log === 'number' ? failed(partition!, log) : answer(partition!, log, request.isolationLevel, context)
      }),
    }
  }),
}))

function answer(partition: PartitionRequest, log: PartitionLog, isolationLevel: number, context: RequestContext): PartitionResponse {
  // Only -1 is no epoch here; a fetch takes every negative one for none.
  const errorCode = partition.currentLeaderEpoch < -1 ? ErrorCode.FENCED_LEADER_EPOCH : checkLeaderEpoch(partition.currentLeaderEpoch)
  if (errorCode !== ErrorCode.NONE) return failed(partition, errorCode)
  const special = SPECIAL.get(partition.timestamp)
  if (partition.timestamp < 0 && (special === undefined || context.apiVersion < special.sinceVersion)) return failed(partition, ErrorCode.UNSUPPORTED_VERSION)
  try {
    const found = special ? special.answer(log, isolationLevel) : timestamped(log.offsetForTimestamp(partition.timestamp), endOf(log, isolationLevel))
    return { partitionIndex: partition.partitionIndex, errorCode: ErrorCode.NONE, ...found }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    context.broker.logger.warn(`ListOffsets: the records of partition ${partition.partitionIndex} cannot be decoded: ${error.message}`)
    return failed(partition, ErrorCode.CORRUPT_MESSAGE)
  }
}

const timestamped = (found: { offset: number; timestampMs: number } | undefined, endOffset: number): Answer =>
  found && found.offset < endOffset ? at(found.offset, found.timestampMs) : NONE

const failed = ({ partitionIndex }: PartitionRequest, errorCode: number): PartitionResponse => ({ partitionIndex, errorCode })
