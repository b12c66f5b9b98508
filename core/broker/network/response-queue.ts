// Keeps one connection's answers in the order of its requests, however late some of them are known.
import { assert } from '../../base/assert.ts'
import type { CLOSE_CONNECTION, NO_RESPONSE, RequestOrder } from '../handler.ts'
import type { EndedRequest, RequestNote } from '../request-log.ts'

/** What becomes of a request: a response frame in chunks, silence, or the end of the connection. */
export type Reply = readonly Buffer[] | typeof NO_RESPONSE | typeof CLOSE_CONNECTION

/** A place in the order, taken by one request; dispatch notes in it what the request was. */
export interface Slot extends RequestNote, EndedRequest {
  readonly arrivedMs: number
  readonly requestBytes: number
  readonly order: RequestOrder
  api: string
  apiVersion: number
  clientId: string
  errorCode: number
  isLast: boolean
  reply: Reply | undefined
  replyBytes: number
  next: Slot | null
}

/** What a request weighs beside its bytes, so that a flood of tiny ones is bounded too. */
const SLOT_BYTES = 1024

export class ResponseQueue {
  #head: Slot | null = null
  #tail: Slot | null = null
  /** Requests that have no answer yet. */
  inProgress = 0
  readonly #underWay: Record<RequestOrder, number> = { inTurn: 0, ahead: 0, waits: 0 }
  /** Bytes of requests that have no answer yet. */
  handlingBytes = 0
  /** Bytes of answers that wait for an earlier one. */
  waitingBytes = 0

  /** True when a request of this order may start now; what waits stands in nobody's way. */
  mayStart(order: RequestOrder): boolean {
    return this.#underWay.inTurn === 0 && (order === 'ahead' || this.#underWay.ahead === 0)
  }

  open(requestBytes: number, order: RequestOrder, arrivedMs: number): Slot {
    this.#underWay[order] += 1
    const slot: Slot = {
      arrivedMs,
      requestBytes,
      order,
      api: '',
      apiVersion: -1,
      clientId: '',
      errorCode: 0,
      isLast: false,
      reply: undefined,
      replyBytes: 0,
      next: null,
    }
    if (this.#tail === null) this.#head = slot
    else this.#tail.next = slot
    this.#tail = slot
    this.inProgress += 1
    this.handlingBytes += requestBytes + SLOT_BYTES
    return slot
  }

  settle(slot: Slot, reply: Reply): void {
    assert(slot.reply === undefined, 'a request was answered twice')
    slot.reply = reply
    slot.replyBytes = typeof reply === 'symbol' ? 0 : byteLength(reply)
    this.inProgress -= 1
    this.#underWay[slot.order] -= 1
    this.handlingBytes -= slot.requestBytes + SLOT_BYTES
    this.waitingBytes += slot.replyBytes + SLOT_BYTES
  }

  /** The next answered request in order, or undefined while its answer is not known. */
  take(): (Slot & { reply: Reply }) | undefined {
    const slot = this.#head
    if (slot === null || slot.reply === undefined) return undefined
    this.#head = slot.next
    if (this.#head === null) this.#tail = null
    this.waitingBytes -= slot.replyBytes + SLOT_BYTES
    return slot as Slot & { reply: Reply }
  }
}

function byteLength(chunks: readonly Buffer[]): number {
  let bytes = 0
  for (const chunk of chunks) bytes += chunk.length
  return bytes
}
