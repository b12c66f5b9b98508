// Why a topic cannot be sent to: its name is none that Kafka takes, or there is none of that name.
import { failureOf } from '../../rpc/failure.ts'

export interface TopicProblem {
  message: string
  /** It can be created. */
  isMissing: boolean
}

const MAX_NAME_CHARS = 249

/** `error`: what came when the cluster was asked about the topic. What is not the name's fault is no problem of the name. */
export function topicProblem(topic: string, error: Error | null): TopicProblem | null {
  if (topic === '') return null
  const illegal = nameProblem(topic)
  if (illegal !== null) return { message: illegal, isMissing: false }
  return isMissing(error) ? { message: `There is no topic "${topic}".`, isMissing: true } : null
}

function nameProblem(topic: string): string | null {
  if (!/^[\w.-]+$/.test(topic)) return 'A topic name has letters, digits, dots, hyphens and underscores only.'
  if (topic === '.' || topic === '..') return `A topic cannot be named "${topic}".`
  return topic.length > MAX_NAME_CHARS ? `A topic name has at most ${MAX_NAME_CHARS} characters.` : null
}

export const isMissing = (error: Error | null): boolean => error !== null && failureOf(error).code === 'NOT_FOUND'
