// How the broker's rates went over the last minutes, as far as this page has watched.
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'

export type Rates = BrokerStatus['rates']

/** Once a second for three minutes. */
const MAX_SAMPLES = 180

export type TrafficHistory = readonly Rates[]

export function withSample(history: TrafficHistory, rates: Rates): TrafficHistory {
  return [...history, rates].slice(-MAX_SAMPLES)
}

/** `Messages in per second over the last 42 s: now 120, at most 4500`. */
export function describeHistory(what: string, values: readonly number[]): string {
  if (values.length < 2) return `${what}: not watched for long enough yet`
  const span = values.length < 90 ? `${values.length} s` : `${Math.round(values.length / 60)} min`
  return `${what} over the last ${span}: now ${formatRate(values.at(-1)!)}, at most ${formatRate(Math.max(...values))}`
}

/** An average over some seconds: `0`, `0.4`, `12`, `1 234`. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return '0'
  if (perSecond < 0.05) return '< 0.1'
  return perSecond < 9.95 ? perSecond.toFixed(1).replace('.0', '') : Math.round(perSecond).toLocaleString('en').replaceAll(',', '\u202f')
}
