// A consumer for the demo's payments, to try a replay with: it refuses what the dead letters tell of, until that is repaired.
import type { Simulator, SimulatorSpec } from '../../../core/contract/retries.ts'
import { counted } from '../../format/numbers.ts'

/** What it refuses goes where its dead letters are, as with the real one. */
export const DEMO_CONSUMER: SimulatorSpec = {
  groupId: 'demo.payments-service',
  topics: ['demo.payments'],
  behaviour: { kind: 'fail-matching', text: '"amount":{"value":"' },
  onFailure: { kind: 'forward', topic: 'demo.payments-dlt' },
  members: 1,
  processingMs: 40,
  fromBeginning: false,
  seed: 1,
}

/** The one of this group that is not stopped; null = none. */
export function demoConsumerOf(simulators: readonly Simulator[]): Simulator | null {
  return simulators.find(({ spec, state }) => spec.groupId === DEMO_CONSUMER.groupId && state !== 'stopped') ?? null
}

export function consumerPhrase({ state, succeeded, failed, problem }: Pick<Simulator, 'state' | 'succeeded' | 'failed' | 'problem'>): string {
  if (problem !== null) return problem
  if (state === 'starting') return 'Joining its group'
  if (state === 'stopping') return 'Leaving its group'
  return `${counted(succeeded, 'payment')} taken, ${failed} refused`
}
