// EndTxn: commit or abort. Version 1 of transactions keeps the epoch; version 2 gives every transaction its own (KIP-890), so that a late write
// of one can never fall into the next.
import { claimError, type ProducerClaim } from './add-partitions-to-txn.ts'
import { type Decision, NEEDS_PRODUCER_ID, refused, type Step } from './decision.ts'
import { isExhausted, moved, NO_PARTITIONS, nextEpoch, type Transaction } from './transaction.ts'

export interface EndTxnRequest extends ProducerClaim {
  readonly committed: boolean
}

export interface EndTxnRules {
  readonly nowMs: number
  readonly freshProducerId: number | undefined
}

/** The producer keeps its epoch. A repeated end of the same kind is answered as the first was. */
export function decideEndTxn(current: Transaction | undefined, request: EndTxnRequest, { nowMs }: Pick<EndTxnRules, 'nowMs'>): Decision {
  const error = claimError(current, request)
  if (current === undefined || error !== undefined) return refused(error ?? 'INVALID_PRODUCER_ID_MAPPING')
  const completed = stateAfter(request.committed)
  if (current.state === completed) return { next: current }
  if (current.state !== 'Ongoing') return refused('INVALID_TXN_STATE')
  return { next: moved(current, completed, { partitions: NO_PARTITIONS, updatedAtMs: nowMs }), end: { ...endOf(current, request.committed), producerEpoch: current.producerEpoch } }
}

/** Every end gives the producer a new epoch. An abort is legal with nothing open: the client may not know. */
export function decideEndTxnWithNewEpoch(current: Transaction | undefined, request: EndTxnRequest, rules: EndTxnRules): Decision | typeof NEEDS_PRODUCER_ID {
  if (current === undefined) return refused('INVALID_PRODUCER_ID_MAPPING')
  const isRetry = current.state !== 'Ongoing' && isRepeated(current, request)
  if (current.producerId !== request.producerId && !isRetry) return refused('INVALID_PRODUCER_ID_MAPPING')
  if (isRetry && current.state !== 'Empty') return current.state === stateAfter(request.committed) ? { next: current } : refused('INVALID_TXN_STATE')
  if (current.producerEpoch !== request.producerEpoch) return refused('PRODUCER_FENCED')
  if (current.state !== 'Ongoing' && request.committed) return refused('INVALID_TXN_STATE')
  return endWithNewEpoch(current, request.committed, rules)
}

/** Markers carry the next epoch, or that which no producer ever has where the epochs of the producer id are used up; then a new id follows. */
export function endWithNewEpoch(current: Transaction, committed: boolean, { nowMs, freshProducerId }: EndTxnRules): Required<Step> | typeof NEEDS_PRODUCER_ID {
  const isLast = isExhausted(current.producerEpoch)
  if (isLast && freshProducerId === undefined) return NEEDS_PRODUCER_ID
  const markerEpoch = nextEpoch(current.producerEpoch)
  const producer = isLast ? { producerId: freshProducerId!, producerEpoch: 0 } : { producerEpoch: markerEpoch }
  const startedAtMs = current.state === 'Ongoing' ? current.startedAtMs : nowMs
  const changes = { ...producer, lastProducerEpoch: current.producerEpoch, partitions: NO_PARTITIONS, startedAtMs, updatedAtMs: nowMs }
  return { next: moved(current, stateAfter(committed), changes), end: { ...endOf(current, committed), producerEpoch: markerEpoch } }
}

/**
 * The request of the transaction before, sent once more because its answer was lost: one epoch behind, or the last epoch of the id before.
 * It must be the epoch of the latest end: one that was fenced since does not come back this way.
 */
function isRepeated(current: Transaction, { producerId, producerEpoch }: EndTxnRequest): boolean {
  if (producerEpoch !== current.lastProducerEpoch) return false
  if (producerId === current.producerId) return producerEpoch === current.producerEpoch - 1
  return producerId === current.previousProducerId && isExhausted(producerEpoch) && current.producerEpoch === 0
}

const stateAfter = (committed: boolean): 'CompleteCommit' | 'CompleteAbort' => (committed ? 'CompleteCommit' : 'CompleteAbort')

const endOf = ({ producerId, partitions }: Transaction, committed: boolean) => ({ isCommit: committed, producerId, partitions })
