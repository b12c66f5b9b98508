// Puts recognised topics together: a source, its retry ladder, its dead letters.
import type { RecognisedTopic } from './recognise.ts'
import { ladderOf } from './retry-ladder.ts'
import { readTopicName } from './topic-names.ts'

export interface DeadLetterFlow {
  /** null = it is not known, or there are several. */
  readonly source: string | null
  readonly retries: readonly RecognisedTopic[]
  readonly deadLetters: readonly RecognisedTopic[]
}

/** By the name of the source; those without one last. */
export function flowsOf(recognised: readonly RecognisedTopic[]): DeadLetterFlow[] {
  const bySource = Map.groupBy(recognised, sourceKey)
  return Array.from(bySource, ([key, topics]): DeadLetterFlow => {
    const retries = new Map(topics.filter(({ role }) => role === 'retry').map((topic) => [topic.topic, topic]))
    return {
      source: key.startsWith(TOPIC) ? key.slice(TOPIC.length) : null,
      retries: ladderOf([...retries.keys()]).map((name) => retries.get(name)!),
      deadLetters: topics.filter(({ role }) => role === 'dlq').toSorted((a, b) => (a.topic < b.topic ? -1 : 1)),
    }
  }).toSorted((a, b) => rankOf(a) - rankOf(b) || nameOf(a).localeCompare(nameOf(b)))
}

const TOPIC = 'topic:'

/** Topics with several sources stand alone; without any they belong together by what their names are made from. */
function sourceKey({ topic, originTopics }: RecognisedTopic): string {
  if (originTopics.length === 1) return `${TOPIC}${originTopics[0]!}`
  if (originTopics.length > 1) return `several:${topic}`
  return `base:${readTopicName(topic)?.base ?? topic}`
}

function rankOf({ source, deadLetters }: DeadLetterFlow): number {
  return (source === null ? 2 : 0) + (deadLetters.length === 0 ? 1 : 0)
}

function nameOf({ source, retries, deadLetters }: DeadLetterFlow): string {
  return source ?? deadLetters[0]?.topic ?? retries[0]?.topic ?? ''
}
