import { describe, expect, it } from 'vitest'
import type { Simulator } from '../../../../core/contract/retries.ts'
import { demoFlow } from '../../../../core/services/demo-flow.ts'
import { outcomeOf } from '../../../../core/simulator/behaviour.ts'
import { consumerPhrase, DEMO_CONSUMER, demoConsumerOf } from '../../../../renderer/features/home/demo-consumer.ts'

const { topics, groups } = demoFlow(0)
const outcomes = (topic: string): string[] =>
  topics
    .find(({ name }) => name === topic)!
    .records.map((record) => outcomeOf(DEMO_CONSUMER.behaviour, DEMO_CONSUMER.seed, { topic, ...record, attempt: 1, deliveriesBefore: 0 }))

describe('The demo’s consumer', () => {
  it('reads and writes topics of the demo, as one of its groups', () => {
    const names = topics.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining([...DEMO_CONSUMER.topics, (DEMO_CONSUMER.onFailure as { topic: string }).topic]))
    expect(groups.map(({ groupId }) => groupId)).toContain(DEMO_CONSUMER.groupId)
  })

  it('takes what that group has yet to read, and refuses of its dead letters the amounts that are text', () => {
    const { commits } = groups.find(({ groupId }) => groupId === DEMO_CONSUMER.groupId)!
    const unread = topics.find(({ name }) => name === 'demo.payments')!.records.map(({ partition, offset }) => offset >= commits.find((commit) => commit.partition === partition)!.offset)
    const refused = outcomes('demo.payments').map((outcome) => outcome === 'fail')
    expect(refused.filter((isRefused, index) => isRefused && unread[index])).toEqual([])
    expect(outcomes('demo.payments-dlt').filter((outcome) => outcome === 'fail')).toHaveLength(9)
  })

  const simulator = (over: Partial<Simulator>): Simulator => ({
    simulatorId: 's', spec: DEMO_CONSUMER, startedAtMs: 0, state: 'running', succeeded: 0, failed: 0, forwarded: 0, hung: 0, crashed: 0, problem: null, events: [], ...over,
  })

  it('is found by its group while it is not stopped', () => {
    const stopped = simulator({ state: 'stopped' })
    const other = simulator({ spec: { ...DEMO_CONSUMER, groupId: 'mine' } })
    const running = simulator({ simulatorId: 'r' })
    expect(demoConsumerOf([stopped, other])).toBeNull()
    expect(demoConsumerOf([stopped, other, running])).toBe(running)
  })

  it.each<[string, Partial<Simulator>]>([
    ['Joining its group', { state: 'starting' }],
    ['Leaving its group', { state: 'stopping' }],
    ['1 payment taken, 0 refused', { succeeded: 1 }],
    ['36 payments taken, 9 refused', { succeeded: 36, failed: 9 }],
    ['Topic "demo.payments" does not exist.', { problem: 'Topic "demo.payments" does not exist.', succeeded: 3 }],
  ])('says "%s"', (phrase, over) => {
    expect(consumerPhrase(simulator(over))).toBe(phrase)
  })
})
