// Why nothing of a policy moves on its own, and what to do about it.
import { type RetryPolicy, topicsOf } from './retry-policy.ts'

export interface Stopped {
  readonly reason: string
  /** Then what was fired by hand does not move either. */
  readonly isTopicMissing: boolean
}

/** null = it runs. */
export function stoppedBecause(policy: RetryPolicy, isMissing: (topicId: string) => boolean): Stopped | null {
  const missing = topicsOf(policy).find(({ topicId }) => isMissing(topicId))
  if (missing !== undefined) {
    const isSource = missing.topicId === policy.source.topicId
    const remedy = isSource ? 'Create it again and resume, or delete the policy.' : 'Resume to create it again.'
    return { reason: `Topic "${missing.name}" was deleted. Nothing moves, and nothing is lost of what waits. ${remedy}`, isTopicMissing: true }
  }
  if (policy.isDeleted) return { reason: 'The policy was deleted. What waits stays in its topics until it is fired.', isTopicMissing: false }
  return policy.isPaused ? { reason: 'Paused by hand.', isTopicMissing: false } : null
}
