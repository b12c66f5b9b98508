// InitProducerId of a transactional id: a new epoch that fences whoever had the one before; what that one left open is aborted.
import { MAX_TEXT_KEY_BYTES } from '../storage/tables.ts'
import { abortFenced, type AbortRules } from './abort-fenced.ts'
import { type Decision, NEEDS_PRODUCER_ID, refused, type Step } from './decision.ts'
import { isExhausted, moved, NO_EPOCH, NO_PARTITIONS, NO_PRODUCER_ID, nextEpoch, type Transaction } from './transaction.ts'

export interface InitProducerIdRequest {
  readonly transactionalId: string
  readonly transactionTimeoutMs: number
  /** What the producer has already (KIP-360), or -1. */
  readonly producerId: number
  readonly producerEpoch: number
}

export interface InitProducerIdRules extends AbortRules {
  readonly maxTimeoutMs: number
}

export function decideInitProducerId(
  current: Transaction | undefined,
  request: InitProducerIdRequest,
  rules: InitProducerIdRules,
): Decision | typeof NEEDS_PRODUCER_ID {
  const { transactionalId, transactionTimeoutMs: timeoutMs } = request
  if (transactionalId === '' || Buffer.byteLength(transactionalId) > MAX_TEXT_KEY_BYTES) return refused('INVALID_REQUEST')
  if (timeoutMs <= 0 || timeoutMs > rules.maxTimeoutMs) return refused('INVALID_TRANSACTION_TIMEOUT')
  if (current === undefined) return firstOf(request, rules)
  if (!mayContinue(current, request)) return refused('PRODUCER_FENCED')
  if (current.state === 'Ongoing') return afterAbort(current, request, rules)
  return renewed(current, request, rules)
}

function firstOf({ transactionalId, transactionTimeoutMs: timeoutMs }: InitProducerIdRequest, { freshProducerId, nowMs }: InitProducerIdRules): Decision | typeof NEEDS_PRODUCER_ID {
  if (freshProducerId === undefined) return NEEDS_PRODUCER_ID
  const next: Transaction = {
    transactionalId,
    state: 'Empty',
    producerId: freshProducerId,
    producerEpoch: 0,
    previousProducerId: NO_PRODUCER_ID,
    lastProducerEpoch: NO_EPOCH,
    timeoutMs,
    partitions: NO_PARTITIONS,
    startedAtMs: -1,
    updatedAtMs: nowMs,
  }
  return { next }
}

/** Whoever names no producer takes over. Whoever does must be the owner, or have lost the answer that gave it the current id or epoch. */
function mayContinue(current: Transaction, { producerId, producerEpoch }: InitProducerIdRequest): boolean {
  if (producerId === NO_PRODUCER_ID) return true
  if (producerId === current.producerId) {
    const isRepeated = current.state !== 'Ongoing' && producerEpoch === current.lastProducerEpoch
    return producerEpoch === current.producerEpoch || isRepeated
  }
  return producerId === current.previousProducerId && isExhausted(producerEpoch) && producerEpoch === current.lastProducerEpoch
}

/**
 * Kafka aborts, answers CONCURRENT_TRANSACTIONS and gives the epoch to the next try; here it is one unit and one answer. The owner gets the epoch that the
 * abort came to, everybody else the one after it.
 */
function afterAbort(open: Transaction, request: InitProducerIdRequest, rules: InitProducerIdRules): Decision | typeof NEEDS_PRODUCER_ID {
  const abort = abortFenced(open, rules)
  if (abort === NEEDS_PRODUCER_ID) return NEEDS_PRODUCER_ID
  const renewal = renewed(abort.next, request, rules)
  return renewal === NEEDS_PRODUCER_ID ? NEEDS_PRODUCER_ID : { ...renewal, end: abort.end }
}

function renewed(current: Transaction, request: InitProducerIdRequest, { freshProducerId, nowMs }: InitProducerIdRules): Step | typeof NEEDS_PRODUCER_ID {
  const isOwner = request.producerId !== NO_PRODUCER_ID
  const changes = { timeoutMs: request.transactionTimeoutMs, partitions: NO_PARTITIONS, startedAtMs: -1, updatedAtMs: nowMs }
  const isRepeated = isOwner && (request.producerId !== current.producerId || request.producerEpoch !== current.producerEpoch)
  if (isRepeated) return { next: moved(current, 'Empty', { ...changes, previousProducerId: current.previousProducerId }) }
  const lastProducerEpoch = isOwner ? current.producerEpoch : NO_EPOCH
  if (!isExhausted(current.producerEpoch)) {
    return { next: moved(current, 'Empty', { ...changes, producerEpoch: nextEpoch(current.producerEpoch), lastProducerEpoch }) }
  }
  if (freshProducerId === undefined) return NEEDS_PRODUCER_ID
  return { next: moved(current, 'Empty', { ...changes, producerId: freshProducerId, producerEpoch: 0, lastProducerEpoch }) }
}
