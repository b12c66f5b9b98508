import { describe, expect, test } from 'vitest'
import { type ConnectionRecord, ConnectionRegistry, peerOf } from '../../../../core/broker/network/connection-registry.ts'
import { FakeTime } from '../../../support/fake-time.ts'

const PEER = { remoteAddress: '127.0.0.1', remotePort: 50_123 }

describe('connection registry', () => {
  const time = new FakeTime()
  const open = (registry: ConnectionRegistry): ConnectionRecord => registry.open(PEER, new AbortController().signal)

  test('every connection has an id of its own, never used again', () => {
    const registry = new ConnectionRegistry(time)
    const first = open(registry)
    registry.close(first)
    const [second, third] = [open(registry), open(registry)]
    expect(new Set([first.id, second.id, third.id]).size).toBe(3)
    expect(registry.all()).toEqual([second, third])
  })

  test('announces each connection once as it comes and once as it goes', () => {
    const registry = new ConnectionRegistry(time)
    const events: string[] = []
    registry.opened.on(({ id }) => events.push(`opened ${id}`))
    registry.closed.on(({ id }) => events.push(`closed ${id}`))
    const record = open(registry)
    registry.close(record)
    registry.close(record)
    expect(events).toEqual([`opened ${record.id}`, `closed ${record.id}`])
  })

  test('a connection starts as one that nothing is known of', () => {
    expect(open(new ConnectionRegistry(time))).toMatchObject({
      ...PEER, connectedAtMs: time.now(), clientSoftwareName: 'unknown', clientId: '', requests: 0, bytesIn: 0, bytesOut: 0, lastRequest: null,
    })
  })

  test.each([
    ['127.0.0.1', '127.0.0.1:7'],
    ['::1', '[::1]:7'],
  ])('the peer %s reads %s', (remoteAddress, text) => {
    const record = new ConnectionRegistry(time).open({ remoteAddress, remotePort: 7 }, new AbortController().signal)
    expect(peerOf(record)).toBe(text)
  })

  test('counts what connections have done after they are gone too', () => {
    const registry = new ConnectionRegistry(time)
    const [first, second] = [open(registry), open(registry)]
    Object.assign(first, { requests: 3, bytesIn: 300, bytesOut: 30 })
    Object.assign(second, { requests: 1, bytesIn: 100, bytesOut: 10 })
    expect(registry.totals()).toEqual({ requests: 4, bytesIn: 400, bytesOut: 40 })
    registry.close(first)
    registry.close(first)
    second.requests += 1
    expect(registry.totals()).toEqual({ requests: 5, bytesIn: 400, bytesOut: 40 })
  })
})
