// The committed offsets of a group that only one transactional producer writes to: seen when their transaction commits, never otherwise.
import type { TransactionModel } from './transaction-model.ts'
import { Violation } from './world.ts'

export class TransactionalOffsets {
  readonly groupId: string
  /** What is certain, by partition. */
  readonly #committed = new Map<number, number>()
  /** Transactions whose commit was asked for and not answered, oldest first. */
  #doubtful: TransactionModel[] = []
  #last = 0

  constructor(groupId: string) {
    this.groupId = groupId
  }

  next(): number {
    return ++this.#last
  }

  /** Its commit is asked for: from now on its offsets may be there. */
  ending(transaction: TransactionModel): void {
    if (transaction.wanted === 'committed' && !this.#doubtful.includes(transaction)) this.#doubtful.push(transaction)
  }

  ended(transaction: TransactionModel): void {
    this.#doubtful = this.#doubtful.filter((other) => other !== transaction)
    if (transaction.outcome === 'committed') for (const { partition, offset } of transaction.offsets) this.#committed.set(partition, offset)
  }

  /** An answer of OffsetFetch: evidence for transactions in doubt. */
  found(partition: number, offset: number): void {
    for (const transaction of this.#doubtful) if (transaction.outcome !== null) this.ended(transaction)
    if (offset === (this.#committed.get(partition) ?? -1)) return
    const doubtful = this.#doubtful.find((transaction) => transaction.offsetOf(partition) === offset)
    if (!doubtful) throw new Violation(`${this.groupId}: the committed offset of partition ${partition} is ${offset} instead of ${this.#committed.get(partition) ?? -1}`)
    doubtful.is('committed', `its offset ${offset} of partition ${partition} in ${this.groupId}`)
    this.ended(doubtful)
  }

  /** When all transactions have ended: those whose offsets are not there were aborted. */
  decide(find: (partition: number) => number): void {
    for (const transaction of this.#doubtful.slice()) {
      for (const { partition, offset } of transaction.offsets) {
        if (transaction.offsetOf(partition) === offset && find(partition) < offset) transaction.is('aborted', `its offset ${offset} of partition ${partition} in ${this.groupId} is not there`)
      }
      this.ended(transaction)
    }
  }
}
