// Holds clients to their producer_byte_rate or consumer_byte_rate: measures what they move, and says how long they have to be quiet when it is too much.
import type { Clock } from '../../base/clock.ts'
import type { ByteRateKey } from '../../metadata/client-quota-keys.ts'
import type { ClientQuotas, QuotaLimit } from '../../metadata/client-quotas.ts'
import { RateWindow, type WindowShape } from './rate-window.ts'

/** Whom a request counts for. */
export interface QuotaClient {
  readonly clientId: string
  readonly connection: { /** `User:alice` */ readonly principal: string }
}

interface Spender {
  readonly window: RateWindow
  lastUsedMs: number
}

export interface ByteRateQuotaDeps {
  readonly quotas: ClientQuotas
  readonly key: ByteRateKey
  readonly window: WindowShape
  readonly clock: Clock
}

/** As in Kafka: who was quiet for so long starts afresh. */
const FORGOTTEN_AFTER_MS = 3_600_000
/** Client ids are free to invent; past this many the one that was quiet longest is forgotten. */
const MAX_SPENDERS = 10_000

export class ByteRateQuota {
  readonly #deps: ByteRateQuotaDeps
  /** The one that was quiet longest first. */
  readonly #spenders = new Map<string, Spender>()

  constructor(deps: ByteRateQuotaDeps) {
    this.#deps = deps
  }

  /** Whether anything limits this client: what costs time to measure need not be measured otherwise. */
  limits(client: QuotaClient): boolean {
    return this.#limitOf(client) !== undefined
  }

  /** Counts the bytes; how long the client has to be quiet until its rate is down to its quota, milliseconds. */
  record(client: QuotaClient, bytes: number): number {
    const limit = this.#limitOf(client)
    if (limit === undefined) return 0
    const nowMs = this.#deps.clock.monotonic()
    const window = this.#windowOf(limit, nowMs)
    window.record(bytes, nowMs)
    return throttleTimeMs(window, limit, nowMs)
  }

  /** The same, but bytes that are too much are not counted: the client is not going to get them. */
  recordIfWithin(client: QuotaClient, bytes: number): number {
    const throttleMs = this.record(client, bytes)
    if (throttleMs > 0) this.record(client, -bytes)
    return throttleMs
  }

  /** The most bytes that may be moved at once: more would be too much even if nothing else had been moved. */
  maxBytesAtOnce(client: QuotaClient): number {
    const limit = this.#limitOf(client)
    if (limit === undefined) return Number.POSITIVE_INFINITY
    const { samples, sampleMs } = this.#deps.window
    return Math.trunc((limit.limit * (samples - 1) * sampleMs) / 1_000)
  }

  get spenderCount(): number {
    return this.#spenders.size
  }

  #limitOf({ clientId, connection }: QuotaClient): QuotaLimit | undefined {
    const { quotas, key } = this.#deps
    return quotas.hasLimits(key) ? quotas.limitOf(key, userOf(connection.principal), clientId) : undefined
  }

  #windowOf({ spender: name }: QuotaLimit, nowMs: number): RateWindow {
    const spender = this.#spenders.get(name) ?? { window: new RateWindow(this.#deps.window), lastUsedMs: nowMs }
    spender.lastUsedMs = nowMs
    this.#spenders.delete(name)
    this.#spenders.set(name, spender)
    this.#forgetQuiet(nowMs)
    return spender.window
  }

  #forgetQuiet(nowMs: number): void {
    for (const [name, { lastUsedMs }] of this.#spenders) {
      if (this.#spenders.size <= MAX_SPENDERS && nowMs - lastUsedMs < FORGOTTEN_AFTER_MS) return
      this.#spenders.delete(name)
    }
  }
}

/** Of `User:alice` the quota knows `alice`. */
const userOf = (principal: string): string => principal.slice(principal.indexOf(':') + 1)

function throttleTimeMs(window: RateWindow, { limit }: QuotaLimit, nowMs: number): number {
  const { perSecond, windowMs } = window.rate(nowMs)
  return perSecond <= limit ? 0 : Math.min(MAX_INT32, Math.round(((perSecond - limit) / limit) * windowMs))
}

const MAX_INT32 = 2 ** 31 - 1
