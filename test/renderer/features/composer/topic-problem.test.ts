// A topic that cannot be sent to is said where it is typed.
import { ORPCError } from '@orpc/client'
import { expect, it } from 'vitest'
import { topicProblem } from '../../../../renderer/features/composer/topic-problem.ts'

const declared = (code: string): Error => new ORPCError(code, { defined: true, data: { message: 'Refused.', remedy: '' } })

it.each<[string, Error | null, ReturnType<typeof topicProblem>]>([
  ['orders', null, null],
  ['', null, null],
  ['order', declared('NOT_FOUND'), { message: 'There is no topic "order".', isMissing: true }],
  ['two words', null, { message: 'A topic name has letters, digits, dots, hyphens and underscores only.', isMissing: false }],
  ['größe', declared('NOT_FOUND'), { message: 'A topic name has letters, digits, dots, hyphens and underscores only.', isMissing: false }],
  ['..', null, { message: 'A topic cannot be named "..".', isMissing: false }],
  ['a'.repeat(250), null, { message: 'A topic name has at most 249 characters.', isMissing: false }],
  ['secret', declared('KAFKA_ERROR'), null],
  ['orders', new Error('the core is gone'), null],
])('judges the topic %j', (topic, error, problem) => {
  expect(topicProblem(topic, error)).toEqual(problem)
})
