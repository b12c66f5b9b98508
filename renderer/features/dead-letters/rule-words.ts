// What is wrong with a rule about topics, and which topics it would hit.
import type { TopicMapping } from '../../../core/contract/dead-letters.ts'

export type PatternReading = { ok: true; matches: (topic: string) => boolean } | { ok: false; problem: string }

/** An exact name, or a regular expression in slashes, as the core takes it. */
export function readPattern(pattern: string): PatternReading {
  const text = pattern.trim()
  if (text === '') return { ok: false, problem: 'Write a topic’s name, or a regular expression in slashes: /^errors-.+$/' }
  const [, source] = /^\/(.+)\/$/s.exec(text) ?? []
  if (source === undefined) return { ok: true, matches: (topic) => topic === text }
  try {
    const expression = new RegExp(source)
    return { ok: true, matches: (topic) => expression.test(topic) }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) }
  }
}

export const emptyMapping = (id: string, topic: string | null): TopicMapping => ({ id, pattern: topic ?? '', role: 'dlq', dialect: null, originTopic: null, group: null })

/** `orders-dlt holds dead letters of orders`. */
export function mappingWords({ pattern, role, originTopic, group }: TopicMapping): string {
  const of = [originTopic !== null && `of ${originTopic}`, group !== null && `for ${group}`].filter((part) => part !== false).join(' ')
  const what = { dlq: 'holds dead letters', retry: 'holds records to be tried again', main: 'is a source, not dead letters', none: 'is none of these' }[role]
  return `${pattern} ${what}${of === '' ? '' : ` ${of}`}`
}
