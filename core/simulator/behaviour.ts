// What a simulated consumer does with a record: decided by the seed and the record's place, so that the same seed fails at the same records.
import { seededRandom } from '../base/random.ts'

export type Behaviour =
  | { readonly kind: 'succeed' }
  | { readonly kind: 'fail'; readonly percent: number }
  | { readonly kind: 'fail-until'; readonly attempt: number }
  | { readonly kind: 'fail-matching'; readonly text: string }
  | { readonly kind: 'hang'; readonly percent: number }
  | { readonly kind: 'crash'; readonly percent: number }
  | { readonly kind: 'crash-matching'; readonly text: string }

export type Outcome = 'succeed' | 'fail' | 'hang' | 'crash'

export interface Attempted {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** 1 = the first. */
  readonly attempt: number
  /** How often this consumer was given this very record before. */
  readonly deliveriesBefore: number
}

export function outcomeOf(behaviour: Behaviour, seed: number, record: Attempted): Outcome {
  switch (behaviour.kind) {
    case 'succeed':
      return 'succeed'
    case 'fail':
      return isDrawn(behaviour.percent, seed, record) ? 'fail' : 'succeed'
    case 'fail-until':
      return record.attempt < behaviour.attempt ? 'fail' : 'succeed'
    case 'fail-matching':
      return matches(record, behaviour.text) ? 'fail' : 'succeed'
    case 'crash-matching':
      return matches(record, behaviour.text) ? 'crash' : 'succeed'
    default:
      // Whoever comes back to the record that ended it goes on: a hang or a crash happens once.
      return record.deliveriesBefore === 0 && isDrawn(behaviour.percent, seed, record) ? behaviour.kind : 'succeed'
  }
}

const matches = ({ key, value }: Attempted, text: string): boolean => contains(key, text) || contains(value, text)
const contains = (bytes: Buffer | null, text: string): boolean => bytes !== null && bytes.includes(text)

function isDrawn(percent: number, seed: number, { topic, partition, offset, deliveriesBefore }: Attempted): boolean {
  let mixed = seed | 0
  for (const character of `${topic}/${partition}/${offset}/${deliveriesBefore}`) mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x01000193)
  return seededRandom(mixed).below(1_000_000) < percent * 10_000
}
