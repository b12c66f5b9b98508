// How many overdue records may go on: a bucket that fills at the policy's rate.
export class OverdueRate {
  #tokens = 0
  #atMs = 0

  /** At most a tenth of a second's worth is saved up. */
  refill(ratePerSecond: number, nowMs: number): void {
    const burst = Math.max(1, ratePerSecond / 10)
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, nowMs - this.#atMs) * ratePerSecond) / 1000)
    this.#atMs = nowMs
  }

  take(): boolean {
    // Sums of fractions miss a whole by a little.
    if (this.#tokens < 1 - 1e-6) return false
    this.#tokens -= 1
    return true
  }

  /** Until the next one may go. */
  waitMs(ratePerSecond: number): number {
    return Math.max(1, Math.ceil(((1 - this.#tokens) * 1000) / ratePerSecond))
  }
}
