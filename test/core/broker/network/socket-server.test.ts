import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../../core/base/clock.ts'
import { Event } from '../../../../core/base/event.ts'
import { systemTimers } from '../../../../core/base/timers.ts'
import { ConnectionRegistry } from '../../../../core/broker/network/connection-registry.ts'
import { RequestLog } from '../../../../core/broker/request-log.ts'
import { ListenError, SocketServer } from '../../../../core/broker/network/socket-server.ts'
import { collectingLogger } from '../../../support/collecting-logger.ts'
import { frame, RawClient } from '../../../support/raw-client.ts'

const MB = 1024 * 1024
const logger = collectingLogger()
const cleanUps: (() => Promise<unknown>)[] = []

async function listen(port = 0): Promise<SocketServer> {
  const server = await SocketServer.listen({ host: '127.0.0.1', port }, logger)
  cleanUps.push(async () => server.close())
  return server
}

function serveEcho(server: SocketServer): ConnectionRegistry {
  const registry = new ConnectionRegistry(systemClock)
  server.serve({
    registry,
    requests: { orderOf: () => 'inTurn', handle: (bytes) => [frame(bytes)] },
    log: new RequestLog(),
    congestion: { congested: false, drained: new Event<void>() },
    limits: { maxFrameBytes: MB, maxUnknownFrameBytes: MB, maxHandlingBytes: MB, maxUnsentBytes: MB, maxIdleMs: 60_000 },
    clock: systemClock,
    timers: systemTimers,
    logger,
  })
  return registry
}

async function occupy(host: string, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen({ host, port }, resolve))
  cleanUps.push(async () => new Promise((resolve) => server.close(resolve)))
  return { server, port: (server.address() as { port: number }).port }
}

afterEach(async () => {
  logger.lines.length = 0
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

describe('socket server', () => {
  test.each(['127.0.0.1', '::1'])('accepts clients on %s with one port', async (host) => {
    const server = await listen()
    serveEcho(server)
    const client = await RawClient.connect({ host, port: server.address.port })
    client.send('hello')
    expect((await client.next())?.toString()).toBe('hello')
    client.close()
  })

  test('a busy port is a typed error that names it', async () => {
    const { port } = await occupy('127.0.0.1')
    const error: unknown = await listen(port).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ListenError)
    expect(error).toMatchObject({
      reason: 'EADDRINUSE',
      address: { host: '127.0.0.1', port },
      message: `Port ${port} on 127.0.0.1 is already in use.`,
    })
  })

  test('a port taken on ::1 alone is a warning, not a failure', async () => {
    const { port } = await occupy('::1')
    const server = await listen(port)
    expect(server.address.port).toBe(port)
    expect(logger.lines).toEqual([
      `warn Port ${port} on ::1 is already in use. Clients that resolve "localhost" to ::1 meet another process there; use 127.0.0.1.`,
    ])
  })

  test('who connects before serving begins is served then', async () => {
    const server = await listen()
    const client = await RawClient.connect(server.address)
    client.send('early')
    await new Promise((resolve) => setImmediate(resolve))
    serveEcho(server)
    expect((await client.next())?.toString()).toBe('early')
    client.close()
  })

  test('closing drops every connection and frees the port', async () => {
    const server = await listen()
    const registry = serveEcho(server)
    const client = await RawClient.connect(server.address)
    client.send('hello')
    await client.next()
    await server.close()
    await client.closed
    expect(registry.all()).toEqual([])
    await listen(server.address.port)
  })

  test('once it stops accepting, requests are no longer read', async () => {
    const server = await listen()
    const registry = serveEcho(server)
    const client = await RawClient.connect(server.address)
    client.send('hello')
    await client.next()
    server.stopAccepting()
    client.send('too late')
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(registry.all()[0]!.bytesIn).toBe(9)
    await server.close()
    expect(await client.next()).toBeUndefined()
  })
})
