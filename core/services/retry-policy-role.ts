// What the retry policies of the local broker say of a topic: which place it has on the way of failed records.
import type { RetryPolicy } from '../retries/retry-policy.ts'
import type { PolicyOf } from './dead-letter-recognition.ts'

/** undefined: no policy names it, or only as a topic of ordinary records. */
export function policyRoleOf(policies: readonly RetryPolicy[], topic: string): ReturnType<PolicyOf> {
  for (const { source, ingress, tiers, former, deadLetters, isDeleted } of policies) {
    const said = (role: 'dlq' | 'retry', what: string, delayMs: number | null) => ({ role, text: `It is the ${what} of the retry policy for "${source.name}".`, originTopic: source.name, delayMs })
    if (deadLetters.name === topic && !isDeleted) return said('dlq', 'dead-letter topic', null)
    if (ingress.name === topic && topic !== source.name) return said('retry', 'ingress topic', null)
    const tier = [...tiers, ...former].find(({ name }) => name === topic)
    if (tier) return said('retry', 'tier', tier.delayMs)
  }
  return undefined
}
