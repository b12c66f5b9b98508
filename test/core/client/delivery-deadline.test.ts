import { expect, it } from 'vitest'
import { DeliveryDeadline, isTransient } from '../../../core/client/delivery-deadline.ts'
import { ConnectionFailed } from '../../../core/client/connection-errors.ts'
import { kafkaError } from '../../../core/protocol/error-codes.ts'
import { clusterOptions } from '../../support/cluster.ts'
import { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { FakeTime } from '../../support/fake-time.ts'

function deadline(timeoutMs: number, signal?: AbortSignal) {
  const time = new FakeTime()
  const cluster = new ClusterConnection(clusterOptions({ host: '127.0.0.1', port: 1 }, { clock: time, timers: time }))
  return { time, deadline: new DeliveryDeadline(cluster, timeoutMs, signal) }
}

it('tries again with growing pauses until time is over, and rejects with the last error', async () => {
  const { time, deadline: within } = deadline(1_000)
  const attempts: number[] = []
  const tried = within.retrying(async () => {
    attempts.push(time.now())
    throw kafkaError('CONCURRENT_TRANSACTIONS')
  })
  tried.catch(() => {})
  await time.advance(3_000)
  await expect(tried).rejects.toMatchObject({ errorName: 'CONCURRENT_TRANSACTIONS' })
  const first = attempts[0]!
  expect(attempts.map((at) => at - first)).toEqual([0, 20, 60, 140, 300, 620, 1_260])
})

it('does not repeat what will not pass, and ends when it is told to', async () => {
  const { deadline: within } = deadline(1_000)
  let attempts = 0
  await expect(within.retrying(async () => Promise.reject(attempts++ === 0 ? kafkaError('TOPIC_AUTHORIZATION_FAILED') : new Error()))).rejects.toMatchObject({ code: 29 })
  const leaving = new AbortController()
  const { deadline: aborted } = deadline(1_000, leaving.signal)
  leaving.abort()
  await expect(aborted.retrying(async () => Promise.reject(kafkaError('NOT_COORDINATOR')))).rejects.toMatchObject({ errorName: 'NOT_COORDINATOR' })
})

it('takes a lost connection and a moved leader for passing, and a missing topic or a refusal not', () => {
  const lost = new ConnectionFailed('request', 'a:1', { message: '', remedy: '' })
  const errors = [lost, kafkaError('NOT_LEADER_OR_FOLLOWER'), kafkaError('UNKNOWN_TOPIC_OR_PARTITION'), kafkaError('PRODUCER_FENCED'), new Error('bug')]
  expect(errors.map(isTransient)).toEqual([true, true, false, false, false])
})
