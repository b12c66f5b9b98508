// What a group's committed offset may be: the last one acknowledged, or one whose answer was lost on the way.
import { Violation } from './world.ts'

interface Doubt {
  readonly offset: number
  readonly life: number
}

export class OffsetModel {
  readonly title: string
  #acknowledged = -1
  /** Sent and not answered, or the answer was lost. */
  #doubts: Doubt[] = []

  constructor(title: string) {
    this.title = title
  }

  sent(offset: number, life: number): void {
    this.#doubts.push({ offset, life })
  }

  refused(offset: number): void {
    this.#doubts = this.#doubts.filter((doubt) => doubt.offset !== offset)
  }

  /** What was doubtful in an earlier life of the broker is overwritten for good. */
  acknowledged(offset: number, life: number): void {
    this.refused(offset)
    this.#doubts = this.#doubts.filter((doubt) => doubt.life >= life)
    this.#acknowledged = offset
  }

  /** An answer of OffsetFetch. */
  found(offset: number): void {
    const allowed = [this.#acknowledged, ...this.#doubts.map((doubt) => doubt.offset)]
    if (!allowed.includes(offset)) throw new Violation(`${this.title}: the committed offset is ${offset}; it may be ${allowed.join(' or ')}`)
  }

  /** After a restart nothing is on its way any more: what is there stays. */
  settled(offset: number): void {
    this.found(offset)
    this.#acknowledged = offset
    this.#doubts = []
  }

  get newest(): number {
    return Math.max(this.#acknowledged, ...this.#doubts.map(({ offset }) => offset))
  }
}
