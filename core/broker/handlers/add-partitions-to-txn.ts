// AddPartitionsToTxn (key 24), versions 0-5.
//
// Makes partitions part of a transaction, all of them or none: where one may not be (TOPIC_AUTHORIZATION_FAILED, UNKNOWN_TOPIC_OR_PARTITION), the
// others get OPERATION_NOT_ATTEMPTED. v0-3: one transaction, from its producer. v4+ (KIP-890): several, between brokers in Kafka; `verifyOnly` asks
// whether partitions are part of the transaction. v0-1 know INVALID_PRODUCER_EPOCH where later ones know PRODUCER_FENCED; v5 adds TRANSACTION_ABORTABLE,
// which earlier versions of Kafka's brokers get as well.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { AddPartitionsToTxn } from '../../protocol/messages/add-partitions-to-txn.ts'
import type { TransactionClaim } from '../../transactions/transaction-coordinator.ts'
import { isAuthorized } from '../authorize.ts'
import { handler, type RequestContext } from '../handler.ts'
import { inWordsOf, writeError } from '../transaction-request.ts'

type Topics = RequestOf<typeof AddPartitionsToTxn>['v3AndBelowTopics']
type TopicResults = ResponseOf<typeof AddPartitionsToTxn>['resultsByTopicV3AndBelow']

interface Wanted extends TransactionClaim {
  readonly topics: Topics
  readonly verifyOnly: boolean
}

const MANY_TRANSACTIONS_SINCE = 4
const PRODUCER_FENCED_SINCE = 2

export const addPartitionsToTxn = handler(AddPartitionsToTxn, async (request, context) => {
  if (context.apiVersion >= MANY_TRANSACTIONS_SINCE) {
    if (!isAuthorized(context, 'CLUSTER_ACTION', 'CLUSTER')) return { errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, resultsByTransaction: [], resultsByTopicV3AndBelow: [] }
    const resultsByTransaction = await Promise.all(
      request.transactions.map(async (each) => ({ transactionalId: each.transactionalId, topicResults: await add(each, context) })),
    )
    return { errorCode: ErrorCode.NONE, resultsByTransaction, resultsByTopicV3AndBelow: [] }
  }
  const resultsByTopicV3AndBelow = await add(
    {
      transactionalId: request.v3AndBelowTransactionalId,
      producerId: request.v3AndBelowProducerId,
      producerEpoch: request.v3AndBelowProducerEpoch,
      topics: request.v3AndBelowTopics,
      verifyOnly: false,
    },
    context,
  )
  return { errorCode: ErrorCode.NONE, resultsByTransaction: [], resultsByTopicV3AndBelow }
})

async function add({ topics, verifyOnly, ...claim }: Wanted, context: RequestContext): Promise<TopicResults> {
  if (!isAuthorized(context, 'WRITE', 'TRANSACTIONAL_ID', claim.transactionalId)) return answerAll(topics, () => ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
  const wanted = topics.flatMap(({ name, partitions }) => partitions.map((partition) => ({ topic: name, partition })))
  const errors = wanted.map(({ topic, partition }) => writeError(context, topic, partition))
  if (errors.some((code) => code !== ErrorCode.NONE)) return answerAll(topics, (i) => errors[i] || ErrorCode.OPERATION_NOT_ATTEMPTED)
  const { transactions } = context.broker
  if (verifyOnly) {
    const verified = transactions.verifyPartitions(claim, wanted)
    return answerAll(topics, (i) => verified[i]!)
  }
  const errorCode = inWordsOf(context.apiVersion, await transactions.addPartitions(claim, wanted), PRODUCER_FENCED_SINCE)
  return answerAll(topics, () => errorCode)
}

/** `codeOf` is given the partition's place in the request. */
function answerAll(topics: Topics, codeOf: (index: number) => number): TopicResults {
  let index = 0
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode: codeOf(index++) })),
  }))
}
