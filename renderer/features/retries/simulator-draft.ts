// A simulated consumer before it is started: what suits the policy it tries out, and its behaviours in words.
import type { RetryPolicy, Simulator, SimulatorBehaviour, SimulatorSpec } from '../../../core/contract/retries.ts'

export function suitedTo({ draft, stops }: RetryPolicy): SimulatorSpec {
  const named = (role: string): string[] => stops.filter((stop) => stop.role === role && !stop.isFormer).map(({ topic }) => topic)
  const topics = [draft.source, ...named('return'), ...(draft.mode === 'delayed-topics' ? named('tier') : [])]
  return {
    groupId: draft.group ?? `try-${draft.source}`,
    topics,
    behaviour: { kind: 'fail-until', attempt: Math.min(3, draft.maxAttempts) },
    onFailure: { kind: 'forward', topic: named('ingress')[0] ?? '' },
    members: 1,
    processingMs: 100,
    fromBeginning: true,
    seed: 1,
  }
}

/** Those that read what the policy's records go through, the newest first. */
export function simulatorsOf(policy: RetryPolicy, simulators: readonly Simulator[]): Simulator[] {
  const topics = new Set(policy.stops.map(({ topic }) => topic))
  return simulators.filter(({ spec }) => spec.topics.some((topic) => topics.has(topic))).toReversed()
}

export const BEHAVIOURS: readonly { value: SimulatorBehaviour['kind']; label: string }[] = [
  { value: 'fail-until', label: 'Fails until an attempt' },
  { value: 'fail', label: 'Fails at some records' },
  { value: 'fail-matching', label: 'Fails at a text' },
  { value: 'hang', label: 'Hangs at some records' },
  { value: 'crash', label: 'Crashes at some records' },
  { value: 'crash-matching', label: 'Crashes at a text, every time' },
  { value: 'succeed', label: 'Always succeeds' },
]

export function behaviourOf(kind: SimulatorBehaviour['kind']): SimulatorBehaviour {
  switch (kind) {
    case 'succeed':
      return { kind }
    case 'fail-until':
      return { kind, attempt: 3 }
    case 'fail-matching':
    case 'crash-matching':
      return { kind, text: 'poison' }
    default:
      return { kind, percent: kind === 'fail' ? 30 : 5 }
  }
}

const VERBS = { fail: 'fails', hang: 'hangs', crash: 'crashes' } as const

export function behaviourWords(behaviour: SimulatorBehaviour): string {
  switch (behaviour.kind) {
    case 'succeed':
      return 'always succeeds'
    case 'fail-until':
      return `fails until attempt ${behaviour.attempt}`
    case 'fail-matching':
      return `fails where “${behaviour.text}” is in the key or value`
    case 'crash-matching':
      return `crashes each time “${behaviour.text}” is in the key or value`
    default:
      return `${VERBS[behaviour.kind]} at ${behaviour.percent} % of the records`
  }
}
