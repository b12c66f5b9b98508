// When an answer is final: what Apache Kafka finishes behind the client's back shows itself a moment later.
import type { CreateTopics } from '../../../../core/protocol/messages/create-topics.ts'
import type { DecodedResponseOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'

export const SETTLED = {
  created: ({ topics }: DecodedResponseOf<typeof CreateTopics>): boolean => topics.every(({ errorCode }) => errorCode === 0),
  /** A transaction's markers may still be on their way. */
  notConcurrent: ({ errorCode }: { errorCode: number }): boolean => errorCode !== ErrorCode.CONCURRENT_TRANSACTIONS,
}
