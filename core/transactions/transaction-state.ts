// The states of a transaction and the steps between them that are legal.

/** Kafka's names, all of which ListTransactions knows. */
export const TRANSACTION_STATES = ['Empty', 'Ongoing', 'PrepareCommit', 'PrepareAbort', 'CompleteCommit', 'CompleteAbort', 'Dead', 'PrepareEpochFence'] as const
export type TransactionStateName = (typeof TRANSACTION_STATES)[number]

/**
 * The states that anybody can meet. Kafka passes the others between two writes; here markers, state and offsets are one commit unit, so nothing is
 * ever found on its way (and an id that has expired is gone rather than Dead).
 */
export type TransactionState = 'Empty' | 'Ongoing' | 'CompleteCommit' | 'CompleteAbort'

export const legalTransitions: Readonly<Record<TransactionState, readonly TransactionState[]>> = {
  Empty: ['Empty', 'Ongoing', 'CompleteAbort'],
  Ongoing: ['Ongoing', 'CompleteCommit', 'CompleteAbort'],
  // To CompleteAbort: KIP-890 lets a client abort when it does not know whether anything was open.
  CompleteCommit: ['Empty', 'Ongoing', 'CompleteAbort'],
  CompleteAbort: ['Empty', 'Ongoing', 'CompleteAbort'],
}

export function mayGo(from: TransactionState, to: TransactionState): boolean {
  return legalTransitions[from].includes(to)
}

export function isTransactionStateName(name: string): name is TransactionStateName {
  return (TRANSACTION_STATES as readonly string[]).includes(name)
}
