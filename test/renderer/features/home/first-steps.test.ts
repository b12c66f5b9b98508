import { expect, it } from 'vitest'
import type { BrokerClient, BrokerStatus } from '../../../../core/contract/local-broker.ts'
import { stepsOf } from '../../../../renderer/features/home/first-steps.ts'

const client = (isWorkbench: boolean): BrokerClient => ({ isWorkbench }) as BrokerClient
const status = (parts: object): BrokerStatus => ({ topicCount: 0, clients: [], ...parts }) as unknown as BrokerStatus

it.each([
  ['nothing at first', status({ clients: [client(true)] }), false, []],
  ['a topic', status({ topicCount: 1 }), false, ['topic']],
  ['a client that is connected', status({ clients: [client(true), client(false)] }), false, ['client']],
  ['a client that was', status({ topicCount: 1 }), true, ['topic', 'client']],
])('%s', (_, of, seenClient, done) => {
  expect(stepsOf(of, seenClient).filter((step) => step.done).map(({ id }) => id)).toEqual(done)
})
