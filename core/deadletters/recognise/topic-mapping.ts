// What a person says about topics: a name or a pattern, and what topics like it are. It wins over everything that is found.

export type TopicRole = 'dlq' | 'retry' | 'main' | 'none'

export interface TopicMapping {
  readonly id: string
  /** An exact name, or a regular expression in slashes: `/^errors-.+$/`. */
  readonly pattern: string
  readonly role: TopicRole
  readonly dialect: string | null
  readonly originTopic: string | null
  readonly group: string | null
}

/** The first that fits; an exact name goes before patterns. */
export function mappingOf(topic: string, mappings: readonly TopicMapping[]): TopicMapping | undefined {
  return mappings.find(({ pattern }) => pattern === topic) ?? mappings.find(({ pattern }) => patternProblem(pattern) === null && expressionOf(pattern)?.test(topic) === true)
}

/** Why a pattern cannot be used; null where it can. */
export function patternProblem(pattern: string): string | null {
  try {
    expressionOf(pattern)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

function expressionOf(pattern: string): RegExp | null {
  const match = /^\/(.+)\/(i?)$/s.exec(pattern)
  return match ? new RegExp(match[1]!, `u${match[2]!}`) : null
}
