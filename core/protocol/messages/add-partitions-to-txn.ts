// AddPartitionsToTxn (key 24): makes partitions part of a transaction; several transactions at once since version 4 (KIP-890).
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, int64, string, struct } from '../schema.ts'

const addPartitionsToTxnTopic = struct({
  name: string,
  partitions: array(int32),
})

const addPartitionsToTxnPartitionResult = struct({
  partitionIndex: int32,
  partitionErrorCode: int16,
})

const addPartitionsToTxnTopicResult = struct({
  name: string,
  resultsByPartition: array(addPartitionsToTxnPartitionResult),
})

export const AddPartitionsToTxn = defineApi({
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: [0, 5],
  flexibleSince: 3,
  request: {
    transactions: array({
      transactionalId: string.since(4),
      producerId: int64.since(4),
      producerEpoch: int16.since(4),
      verifyOnly: bool.or(false).since(4),
      topics: array(addPartitionsToTxnTopic).since(4),
    }).since(4),
    v3AndBelowTransactionalId: string.until(3),
    v3AndBelowProducerId: int64.until(3),
    v3AndBelowProducerEpoch: int16.until(3),
    v3AndBelowTopics: array(addPartitionsToTxnTopic).until(3),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16.since(4),
    resultsByTransaction: array({
      transactionalId: string.since(4),
      topicResults: array(addPartitionsToTxnTopicResult).since(4),
    }).since(4),
    resultsByTopicV3AndBelow: array(addPartitionsToTxnTopicResult).until(3),
  },
})
