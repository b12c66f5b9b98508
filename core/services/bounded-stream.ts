// Keeps a stream from running ahead of its reader: its source is pulled only while few events are unacknowledged.
import { withEventMeta } from '@orpc/server'
import { STREAM_WINDOW, streamEventId } from '../contract/stream-window.ts'

/** The streams of one reader's connection. */
export class StreamCredits {
  readonly #streams = new Map<string, StreamCredit>()
  #lastId = 0

  get size(): number {
    return this.#streams.size
  }

  open(): StreamCredit {
    const id = String(++this.#lastId)
    const credit = new StreamCredit(id, () => this.#streams.delete(id))
    this.#streams.set(id, credit)
    return credit
  }

  acknowledge(streamId: string, received: number): void {
    this.#streams.get(streamId)?.acknowledge(received)
  }
}

class StreamCredit {
  readonly id: string
  readonly close: () => void
  #sent = 0
  #acknowledged = 0
  #wake: () => void = () => {}

  constructor(id: string, close: () => void) {
    this.id = id
    this.close = close
  }

  /** The number of the event about to be sent. */
  spend(): number {
    return ++this.#sent
  }

  acknowledge(received: number): void {
    this.#acknowledged = Math.min(Math.max(this.#acknowledged, received), this.#sent)
    this.#wake()
  }

  /** Resolves when one more event may be sent, or the signal aborts. */
  async available(signal: AbortSignal): Promise<void> {
    const wake = (): void => this.#wake()
    signal.addEventListener('abort', wake)
    while (this.#sent - this.#acknowledged >= STREAM_WINDOW && !signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve))
    signal.removeEventListener('abort', wake)
  }
}

/** While it waits for credit the source is not pulled: a source that coalesces then says more with its next event. */
export async function* bounded(source: AsyncIterator<unknown, unknown>, credits: StreamCredits, signal: AbortSignal): AsyncGenerator<unknown, void> {
  const credit = credits.open()
  try {
    for (;;) {
      await credit.available(signal)
      if (signal.aborted) return
      const { done, value } = await source.next()
      if (done || signal.aborted) return
      yield withEventMeta(value as object, { id: streamEventId(credit.id, credit.spend()) })
    }
  } finally {
    credit.close()
    await source.return?.()
  }
}
