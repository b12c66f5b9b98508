// The steps of a trial connection as they are passed, with what was found and how long each took.
import { isIP } from 'node:net'
import type { Clock } from '../base/clock.ts'
import type { BrokerAddress } from './bootstrap-address.ts'
import type { ClusterSecurity } from './cluster-security.ts'
import type { ConnectionStep } from './connection-errors.ts'

export const CHECK_STEPS = ['resolve', 'connect', 'tls', 'sasl', 'api-versions', 'metadata', 'advertised'] as const
export type CheckStep = (typeof CHECK_STEPS)[number]

export interface CheckedStep {
  readonly step: CheckStep
  /** `unused`: not part of this connection. `unreached`: an earlier step failed. */
  readonly outcome: 'passed' | 'failed' | 'unused' | 'unreached'
  readonly message: string
  readonly remedy: string
  readonly durationMs: number | null
}

export class StepList {
  readonly #clock: Clock
  readonly #done = new Map<CheckStep, CheckedStep>()
  #sinceMs: number

  constructor(clock: Clock, security: ClusterSecurity, { host }: BrokerAddress) {
    this.#clock = clock
    this.#sinceMs = clock.monotonic()
    if (isIP(host) !== 0) this.#set('resolve', 'unused', `${host} is an address: there is no name to look up.`)
    if (!security.tls) this.#set('tls', 'unused', 'The connection is not encrypted.')
    if (!security.sasl) this.#set('sasl', 'unused', 'Nobody signs in.')
  }

  passed(step: CheckStep, message: string): void {
    if (!this.#done.has(step)) this.#set(step, 'passed', message, '', this.#lap())
  }

  /** Also of a step that seemed to be passed, or unused: a later answer may tell that it was not. */
  failed(step: ConnectionStep, message: string, remedy: string): void {
    this.#set(step === 'request' ? 'metadata' : step, 'failed', message, remedy, this.#lap())
  }

  /** In order; nothing counts as passed behind the first that failed. */
  all(): CheckedStep[] {
    const failedAt = CHECK_STEPS.findIndex((step) => this.#done.get(step)?.outcome === 'failed')
    return CHECK_STEPS.map((step, at) => {
      const done = this.#done.get(step)
      const isBehind = failedAt >= 0 && at > failedAt && done?.outcome !== 'unused'
      return done && !isBehind ? done : { step, outcome: 'unreached', message: '', remedy: '', durationMs: null }
    })
  }

  #set(step: CheckStep, outcome: CheckedStep['outcome'], message: string, remedy = '', durationMs: number | null = null): void {
    this.#done.set(step, { step, outcome, message, remedy, durationMs })
  }

  #lap(): number {
    const begin = this.#sinceMs
    this.#sinceMs = this.#clock.monotonic()
    return this.#sinceMs - begin
  }
}
