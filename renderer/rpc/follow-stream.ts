// Reads a stream of the contract until told to stop, opening it again when it ends or fails.

export interface StreamDeps<T> {
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>
  onEvent: (event: T) => void
  /** null = the stream is open again. */
  onError: (error: unknown) => void
  signal: AbortSignal
  wait: (ms: number, signal: AbortSignal) => Promise<void>
}

const BACK_OFF_MS = [500, 1_000, 2_000, 5_000]

export async function followStream<T>({ open, onEvent, onError, signal, wait }: StreamDeps<T>): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      for await (const event of await open(signal)) {
        if (signal.aborted) return
        if (failures > 0) onError(null)
        failures = 0
        onEvent(event)
      }
    } catch (error) {
      // An aborted stream rejects with a bare Error of the library; only a stream that we still want has failed.
      if (!signal.aborted) onError(error)
    }
    if (!signal.aborted) await wait(BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)]!, signal)
  }
}
