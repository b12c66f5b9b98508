import { expect, it } from 'vitest'
import type { BrokerContext } from '../../../core/broker/broker-context.ts'
import type { ConnectionInfo } from '../../../core/broker/handler.ts'
import { takeToken } from '../../../core/broker/sasl-sign-in.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { wrongPassword } from '../../../core/security/sasl-failed.ts'
import type { SaslSession, TokenAnswer } from '../../../core/security/sasl-session.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime, settle } from '../../support/fake-time.ts'

function setUp(answer: () => Promise<TokenAnswer>) {
  const time = new FakeTime()
  const logger = collectingLogger()
  const closing = new AbortController()
  const configs = BrokerConfigs.from({ 'connection.failed.authentication.delay.ms': '100' })
  const broker = { clock: time, timers: time, logger, configs } as unknown as BrokerContext
  const connection = { principal: 'User:ANONYMOUS', remoteAddress: '127.0.0.1', remotePort: 5, closed: closing.signal } as ConnectionInfo
  const sasl = { token: answer } as unknown as SaslSession
  let end = 'waiting'
  void takeToken(sasl, Buffer.alloc(0), connection, broker).then(() => (end = 'signed in'), (error: Error) => (end = error.message))
  return { time, logger, closing, connection, end: async () => (await settle(), end) }
}

it('whoever signs in is known at once', async () => {
  const { connection, end } = setUp(async () => ({ token: Buffer.alloc(0), sessionLifetimeMs: 0, user: 'alice' }))
  expect([await end(), connection.principal]).toEqual(['signed in', 'User:alice'])
})

it('a failure is told when the delay since the token came is over, whatever the check took', async () => {
  const time = { moved: false }
  const setup = setUp(async () => {
    await settle()
    time.moved = true
    throw wrongPassword()
  })
  await setup.time.advance(60)
  expect([time.moved, await setup.end()]).toEqual([true, 'waiting'])
  await setup.time.advance(40)
  expect(await setup.end()).toBe('Authentication failed: Invalid username or password')
  expect(setup.logger.lines).toEqual(['info A sign-in from 127.0.0.1:5 failed: Authentication failed: Invalid username or password'])
})

it('nobody waits for a client that has left', async () => {
  const { closing, end, time } = setUp(async () => Promise.reject(wrongPassword()))
  expect(await end()).toBe('waiting')
  closing.abort()
  expect([await end(), time.pending]).toEqual(['Authentication failed: Invalid username or password', 0])
})

it('a bug is no refusal', async () => {
  const { end, connection } = setUp(async () => Promise.reject(new Error('bug')))
  expect([await end(), connection.principal]).toEqual(['bug', 'User:ANONYMOUS'])
})
