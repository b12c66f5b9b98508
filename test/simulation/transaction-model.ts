// One transaction as its producer knows it, and what everything read afterwards must agree on.
import { Violation } from './world.ts'

export type Outcome = 'committed' | 'aborted'

export interface PendingOffset {
  readonly partition: number
  readonly offset: number
}

export class TransactionModel {
  readonly title: string
  readonly producerId: number
  readonly producerEpoch: number
  /** Offsets that the broker has taken with it. */
  readonly offsets: PendingOffset[] = []
  /** The end was asked for; until then nobody but the coordinator may end it. */
  wanted: Outcome | null = null
  outcome: Outcome | null = null
  /** A new incarnation of its producer was announced: it may be ended at any time. */
  isDisowned = false
  /** Something was acknowledged that belongs to it. */
  hasContent = false
  #deadlineMs = Number.POSITIVE_INFINITY
  #evidence = ''

  constructor(title: string, producerId: number, producerEpoch: number) {
    this.title = title
    this.producerId = producerId
    this.producerEpoch = producerEpoch
  }

  /** A first request of it is sent: the coordinator's clock may run from here on. */
  begins(nowMs: number, timeoutMs: number): void {
    this.#deadlineMs = Math.min(this.#deadlineMs, nowMs + timeoutMs)
  }

  isOverdue(nowMs: number): boolean {
    return nowMs >= this.#deadlineMs
  }

  /** The last offset it holds for a partition; undefined for none. */
  offsetOf(partition: number): number | undefined {
    return this.offsets.findLast((offset) => offset.partition === partition)?.offset
  }

  /** Nobody has had a reason to end it yet. */
  isOpen(nowMs: number): boolean {
    return this.outcome === null && this.wanted === null && !this.isDisowned && nowMs < this.#deadlineMs
  }

  /** All evidence must say the same, and nothing is committed that nobody asked for. */
  is(outcome: Outcome, evidence: string): void {
    if (this.outcome !== null && this.outcome !== outcome) {
      throw new Violation(`${this.title} is ${this.outcome} (${this.#evidence}) and ${outcome} (${evidence})`)
    }
    if (outcome === 'committed' && this.wanted !== 'committed') throw new Violation(`${this.title} is committed (${evidence}), and nobody asked for that`)
    if (this.outcome === null) this.#evidence = evidence
    this.outcome = outcome
  }
}
