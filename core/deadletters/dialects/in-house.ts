// Header names that many teams have come to by themselves: known last, after every framework.
import { userDialect } from './user-dialect.ts'

const text = (header: string, field: 'originTopic' | 'message' | 'class' | 'stack' | 'group') => ({ header, field, encoding: 'utf8', path: null }) as const
const number = (header: string, field: 'originPartition' | 'originOffset' | 'failedAt' | 'attempts') => ({ header, field, encoding: 'decimal', path: null }) as const

export const inHouse = {
  ...userDialect({
    id: 'user:in-house',
    name: 'Common in-house headers',
    newest: 'last',
    fields: [
      text('x-original-topic', 'originTopic'),
      text('dlq-original-topic', 'originTopic'),
      number('x-original-partition', 'originPartition'),
      number('dlq-original-partition', 'originPartition'),
      number('x-original-offset', 'originOffset'),
      number('dlq-original-offset', 'originOffset'),
      text('dlq-error-class', 'class'),
      text('x-error-class', 'class'),
      text('dlq-reason', 'message'),
      text('dlq-error-message', 'message'),
      text('x-error-message', 'message'),
      text('x-error-stack', 'stack'),
      number('dlq-failed-at', 'failedAt'),
    ],
    owned: ['dlq-*', 'x-original-*', 'x-error-*', 'replay_count'],
    payload: 'full',
    recordTime: 'failure',
  }),
}
