// A rate over Kafka's sliding window: a number of samples of one length each. Time that was not measured yet counts as quiet.
export interface WindowShape {
  /** `quota.window.num` */
  readonly samples: number
  /** `quota.window.size.seconds`, milliseconds. */
  readonly sampleMs: number
}

interface Sample {
  startMs: number
  lastEventMs: number
  sum: number
}

export class RateWindow {
  readonly #shape: WindowShape
  /** A ring of one more than there are samples: the oldest is kept while a part of it lies in the window. */
  readonly #ring: Sample[] = []
  #current = 0

  constructor(shape: WindowShape) {
    this.#shape = shape
  }

  record(value: number, nowMs: number): void {
    const sample = this.#sampleAt(nowMs)
    sample.sum += value
    sample.lastEventMs = nowMs
  }

  /** Per second, and over which time it was measured. */
  rate(nowMs: number): { readonly perSecond: number; readonly windowMs: number } {
    const { samples, sampleMs } = this.#shape
    let sum = 0
    let oldestMs = nowMs
    for (const sample of this.#ring) {
      if (nowMs - sample.lastEventMs >= samples * sampleMs) restart(sample, nowMs)
      sum += sample.sum
      oldestMs = Math.min(oldestMs, sample.startMs)
    }
    const elapsedMs = nowMs - oldestMs
    const missing = Math.max(0, samples - 1 - Math.floor(elapsedMs / sampleMs))
    const windowMs = Math.max(1, elapsedMs + missing * sampleMs)
    return { perSecond: (sum / windowMs) * 1_000, windowMs }
  }

  #sampleAt(nowMs: number): Sample {
    const current = this.#ring[this.#current]
    if (current !== undefined && nowMs - current.startMs < this.#shape.sampleMs) return current
    if (current !== undefined) this.#current = (this.#current + 1) % (this.#shape.samples + 1)
    const next = this.#ring[this.#current]
    if (next !== undefined) return restart(next, nowMs)
    const added = { startMs: nowMs, lastEventMs: nowMs, sum: 0 }
    this.#ring.push(added)
    return added
  }
}

function restart(sample: Sample, nowMs: number): Sample {
  sample.startMs = nowMs
  sample.lastEventMs = nowMs
  sample.sum = 0
  return sample
}
