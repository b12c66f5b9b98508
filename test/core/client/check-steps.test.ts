import { expect, it } from 'vitest'
import { StepList } from '../../../core/client/check-steps.ts'
import { PLAINTEXT } from '../../../core/client/cluster-security.ts'
import { FakeTime } from '../../support/fake-time.ts'

const outcomes = (steps: StepList): string[] => steps.all().map(({ step, outcome, durationMs }) => `${step} ${outcome}${durationMs === null ? '' : ` ${durationMs} ms`}`)

it('measures each step from the one before, and knows what is no part of the connection', async () => {
  const time = new FakeTime()
  const steps = new StepList(time, PLAINTEXT, { host: 'kafka', port: 9092 })
  await time.advance(3)
  steps.passed('resolve', 'found')
  await time.advance(4)
  steps.passed('connect', 'accepted')
  await time.advance(5)
  steps.failed('api-versions', 'not Kafka', 'use another port')
  expect(outcomes(steps)).toEqual(['resolve passed 3 ms', 'connect passed 4 ms', 'tls unused', 'sasl unused', 'api-versions failed 5 ms', 'metadata unreached', 'advertised unreached'])
})

it('lets a later answer tell that an earlier step failed, and counts nothing behind it', () => {
  const steps = new StepList(new FakeTime(), PLAINTEXT, { host: '127.0.0.1', port: 9092 })
  steps.passed('connect', 'accepted')
  steps.passed('api-versions', 'answered')
  steps.failed('sasl', 'wants a sign-in', 'choose one')
  expect(outcomes(steps)).toEqual(['resolve unused', 'connect passed 0 ms', 'tls unused', 'sasl failed 0 ms', 'api-versions unreached', 'metadata unreached', 'advertised unreached'])
})

it('takes a request that failed for the metadata, which are asked for first', () => {
  const steps = new StepList(new FakeTime(), PLAINTEXT, { host: '::1', port: 9092 })
  steps.failed('request', 'broke', 'try again')
  expect(outcomes(steps)).toContain('metadata failed 0 ms')
})
