import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Event } from '../../../../core/base/event.ts'
import { CLOSE_CONNECTION, NO_RESPONSE, type RequestOrder } from '../../../../core/broker/handler.ts'
import type { ConnectionLimits, Requests } from '../../../../core/broker/network/connection.ts'
import { ConnectionRegistry, type ConnectionRecord } from '../../../../core/broker/network/connection-registry.ts'
import type { Reply } from '../../../../core/broker/network/response-queue.ts'
import { RequestLog } from '../../../../core/broker/request-log.ts'
import { mute } from '../../../../core/broker/throttle.ts'
import { SocketServer } from '../../../../core/broker/network/socket-server.ts'
import { type CollectingLogger, collectingLogger } from '../../../support/collecting-logger.ts'
import { FakeTime, settle } from '../../../support/fake-time.ts'
import { frame, RawClient, sizeField } from '../../../support/raw-client.ts'

const MB = 1024 * 1024
const LIMITS: ConnectionLimits = { maxFrameBytes: 100 * MB, maxUnknownFrameBytes: MB, maxHandlingBytes: 8 * MB, maxUnsentBytes: 8 * MB, maxIdleMs: 600_000 }

/** `late:turn…` is taken in turn, `late:ahead…` runs ahead; everything else waits or is answered at once. */
function orderOf(bytes: Buffer): RequestOrder {
  const word = bytes.toString('latin1', 0, 16)
  if (word.startsWith('late:turn') || word.startsWith('turn')) return 'inTurn'
  return word.startsWith('late:ahead') ? 'ahead' : 'waits'
}

/** A server whose requests are words: `echo`, `late:x` parks until released, `silent`, `bad`, `mute:ms`. */
class WordServer {
  readonly time = new FakeTime()
  readonly registry = new ConnectionRegistry(this.time)
  readonly log = new RequestLog(3)
  readonly logger: CollectingLogger = collectingLogger()
  readonly congestion = { congested: false, drained: new Event<void>() }
  readonly handled: string[] = []
  readonly parked = new Map<string, (reply: Reply) => void>()
  #changed = (): void => {}
  server!: SocketServer

  async start(limits: Partial<ConnectionLimits> = {}): Promise<this> {
    this.server = await SocketServer.listen({ host: '127.0.0.1', port: 0 }, this.logger)
    this.registry.closed.on(() => this.#changed())
    this.server.serve({
      registry: this.registry,
      requests: { orderOf, handle: this.#handle },
      log: this.log,
      congestion: this.congestion,
      limits: { ...LIMITS, ...limits },
      clock: this.time,
      timers: this.time,
      logger: this.logger,
    })
    return this
  }

  readonly #handle: Requests['handle'] = (bytes, connection, note) => {
    const word = bytes.length > 100 ? bytes.toString('latin1', 0, 8) : bytes.toString()
    note.api = word
    this.handled.push(word)
    this.#changed()
    if (word.startsWith('mute:')) mute(connection, Number(word.slice(5)), this.time)
    if (word === 'silent') return NO_RESPONSE
    if (word === 'bad') return CLOSE_CONNECTION
    if (word.startsWith('big:')) return [frame(Buffer.alloc(Number(word.slice(4))))]
    if (!word.startsWith('late')) return [frame(word)]
    return new Promise((resolve) => this.parked.set(word, resolve))
  }

  release(word: string, reply: Reply = [frame(word)]): void {
    this.parked.get(word)!(reply)
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (this.#changed = resolve))
  }

  async connect(): Promise<RawClient> {
    return RawClient.connect(this.server.address)
  }

  get connections(): ConnectionRecord[] {
    return this.registry.all()
  }
}

describe('connection', () => {
  let words: WordServer

  async function start(limits?: Partial<ConnectionLimits>): Promise<RawClient> {
    await words.start(limits)
    return words.connect()
  }

  test('that is muted has its answer at once, and what it sends next waits until the time is over', async () => {
    const client = await start()
    client.send('mute:500', 'echo')
    expect(await replies(client, 1)).toEqual(['mute:500'])
    client.send('more')
    await words.time.advance(499)
    expect(words.handled).toEqual(['mute:500'])
    await words.time.advance(1)
    expect(await replies(client, 2)).toEqual(['echo', 'more'])
    expect(words.time.pending).toBe(1) // the idle check
  })

  test('that is muted and goes leaves no timer behind', async () => {
    const client = await start()
    client.send('late:waits', 'mute:500')
    await words.until(() => words.handled.length === 2)
    words.release('late:waits', CLOSE_CONNECTION)
    await words.until(() => words.connections.length === 0)
    expect(words.time.pending).toBe(0)
  })

  async function replies(client: RawClient, count: number): Promise<(string | undefined)[]> {
    const texts: (string | undefined)[] = []
    for (let i = 0; i < count; i++) texts.push((await client.next())?.toString())
    return texts
  }

  beforeEach(() => {
    words = new WordServer()
  })
  afterEach(async () => {
    await words.server.close()
  })

  test('answers pipelined requests in request order while one of them is parked', async () => {
    const client = await start()
    client.send('a', 'late:fetch', 'b', 'c')
    await words.until(() => words.handled.length === 4)
    expect(await replies(client, 1)).toEqual(['a'])
    words.release('late:fetch')
    expect(await replies(client, 3)).toEqual(['late:fetch', 'b', 'c'])
  })

  test('answers that become known out of order leave in order', async () => {
    const client = await start()
    client.send('late:1', 'late:2', 'late:3')
    await words.until(() => words.parked.size === 3)
    for (const word of ['late:3', 'late:1', 'late:2']) words.release(word)
    expect(await replies(client, 3)).toEqual(['late:1', 'late:2', 'late:3'])
  })

  test('logs requests in the order of their answers with bytes, waiting and how they ended, one without a response and one that closes too', async () => {
    const client = await start()
    const logged = () => words.log.since(0).requests.map(({ api, durationMs, requestBytes, responseBytes, closedConnection }) => [api, durationMs, requestBytes, responseBytes, closedConnection])
    client.send('late:f')
    await words.until(() => words.parked.has('late:f'))
    await words.time.advance(500)
    expect(logged()).toEqual([])
    client.send('silent', 'bad')
    await words.until(() => words.handled.length === 3)
    words.release('late:f')
    expect(await replies(client, 2)).toEqual(['late:f', undefined])
    expect(logged()).toEqual([
      ['late:f', 500, 10, 10, false],
      ['silent', 0, 10, 0, false],
      ['bad', 0, 7, 0, true],
    ])
  })

  test('a frame that nobody can take is logged as a closed connection', async () => {
    const client = await start()
    client.socket.write(sizeField(-1))
    await client.closed
    expect(words.log.since(0).requests).toMatchObject([{ api: '', responseBytes: 0, closedConnection: true }])
  })

  test('what nobody waits for any more is not logged', async () => {
    const client = await start()
    client.send('late:1')
    await words.until(() => words.parked.has('late:1'))
    client.close()
    await words.until(() => words.connections.length === 0)
    words.release('late:1')
    await settle()
    expect(words.log.latest).toBe(0)
  })

  test('a request without a response leaves no trace in the stream', async () => {
    const client = await start()
    client.send('silent', 'a', 'silent', 'b')
    expect(await replies(client, 2)).toEqual(['a', 'b'])
  })

  test('a refused request closes its connection after the earlier answers; nothing behind it is handled', async () => {
    const client = await start()
    client.send('a', 'bad', 'never')
    expect(await replies(client, 2)).toEqual(['a', undefined])
    expect(words.handled).toEqual(['a', 'bad'])
  })

  test('a late refusal closes the connection and drops what was behind it', async () => {
    const client = await start()
    client.send('late:1', 'b')
    await words.until(() => words.handled.length === 2)
    words.release('late:1', CLOSE_CONNECTION)
    expect(await replies(client, 1)).toEqual([undefined])
  })

  test.each([
    [-1, 'a frame of -1 bytes'],
    [0x7fffffff, `a frame of 2147483647 bytes, more than socket.request.max.bytes=${100 * MB}`],
  ])('a frame size of %i closes that connection only, and is logged once', async (size, reason) => {
    const hostile = await start()
    const honest = await words.connect()
    hostile.socket.write(Buffer.concat([frame('a'), sizeField(size), Buffer.alloc(1000)]))
    expect(await replies(hostile, 2)).toEqual(['a', undefined])
    honest.send('still here')
    expect(await replies(honest, 1)).toEqual(['still here'])
    expect(words.logger.lines).toEqual([expect.stringMatching(/^info Closing the connection of 127\.0\.0\.1:\d+: it sent /)])
    expect(words.logger.lines[0]).toContain(reason)
  })

  test('a truncated frame followed by the end of the stream closes quietly', async () => {
    const client = await start()
    client.socket.end(Buffer.concat([sizeField(1000), Buffer.from('half')]))
    await client.closed
    expect(words.handled).toEqual([])
    expect(words.logger.lines).toEqual([])
  })

  test('a client that leaves aborts its parked requests and is forgotten', async () => {
    const client = await start()
    client.send('late:1')
    await words.until(() => words.parked.size === 1)
    const [record] = words.connections
    expect(record!.closed.aborted).toBe(false)
    client.close()
    await words.until(() => words.connections.length === 0)
    expect(record!.closed.aborted).toBe(true)
    words.release('late:1')
  })

  test('stops reading while more is being handled than the limit, and resumes at half of it', async () => {
    const client = await start({ maxHandlingBytes: 100_000 })
    const big = (word: string): Buffer => Buffer.concat([Buffer.from(word), Buffer.alloc(70_000)])
    client.send(big('late:__1'), big('late:__2'), big('late:__3'))
    await words.until(() => words.handled.length === 2)
    client.send('behind')
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(words.handled).toEqual(['late:__1', 'late:__2'])
    words.release('late:__1')
    words.release('late:__2')
    await words.until(() => words.handled.length === 4)
    words.release('late:__3')
    expect(await replies(client, 4)).toEqual(['late:__1', 'late:__2', 'late:__3', 'behind'])
  })

  test('stops reading from a client that does not take its answers, and resumes when it does', async () => {
    const client = await start({ maxUnsentBytes: 4 * MB })
    client.socket.pause()
    client.send(...Array.from({ length: 100 }, () => `big:${MB}`))
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(words.handled.length).toBeLessThan(50)
    client.socket.resume()
    for (let i = 0; i < 100; i++) expect((await client.next())?.length).toBe(MB)
  })

  test('requests behind a parked one are not answered without limit', async () => {
    const client = await start({ maxUnsentBytes: 4 * MB })
    client.send('late:1', ...Array.from({ length: 100 }, () => `big:${MB}`))
    await words.until(() => words.handled.length > 3)
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(words.handled.length).toBeLessThan(10)
    words.release('late:1')
    expect(await replies(client, 1)).toEqual(['late:1'])
    for (let i = 0; i < 100; i++) expect((await client.next())?.length).toBe(MB)
  })

  test('no connection is read while storage is congested; all are when it has drained', async () => {
    const client = await start()
    const other = await words.connect()
    words.congestion.congested = true
    client.send('waits')
    other.send('waits too')
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(words.handled).toEqual([])
    words.congestion.congested = false
    words.congestion.drained.emit()
    expect(await replies(client, 1)).toEqual(['waits'])
    expect(await replies(other, 1)).toEqual(['waits too'])
  })

  test('an idle connection is closed after connections.max.idle.ms', async () => {
    const client = await start({ maxIdleMs: 1000 })
    client.send('a')
    expect(await replies(client, 1)).toEqual(['a'])
    await words.time.advance(900)
    client.send('b')
    expect(await replies(client, 1)).toEqual(['b'])
    await words.time.advance(900)
    expect(words.connections.length).toBe(1)
    await words.time.advance(101)
    expect(await replies(client, 1)).toEqual([undefined])
  })

  test('with connections.max.idle.ms at its largest or for ever, nobody is closed', async () => {
    const client = await start({ maxIdleMs: Infinity })
    client.send('a')
    expect(await replies(client, 1)).toEqual(['a'])
    await words.time.advance(2 ** 33)
    client.send('b')
    expect(await replies(client, 1)).toEqual(['b'])
  })

  test('a connection with a parked request is not idle', async () => {
    const client = await start({ maxIdleMs: 1000 })
    client.send('late:join')
    await words.until(() => words.parked.size === 1)
    await words.time.advance(10_000)
    words.release('late:join')
    expect(await replies(client, 1)).toEqual(['late:join'])
  })

  test('counts what went in and out', async () => {
    const client = await start()
    client.send('abc')
    await client.next()
    expect(words.connections[0]).toMatchObject({ bytesIn: 7, bytesOut: 7, clientSoftwareName: 'unknown' })
  })
})

describe('a request', () => {
  const cases: [before: string, next: string, starts: boolean][] = [
    ['late:ahead-1', 'late:ahead-2', true], // pipelined Produce requests share a flush
    ['late:ahead-1', 'late:turn-2', false], // what was produced must be there for whoever asks next
    ['late:ahead-1', 'late:wait-2', false],
    ['late:turn-1', 'late:ahead-2', false], // a topic being created must exist for the produce behind it
    ['late:turn-1', 'late:turn-2', false],
    ['late:turn-1', 'late:wait-2', false],
    ['late:wait-1', 'late:ahead-2', true], // a long poll stands in nobody's way
    ['late:wait-1', 'late:turn-2', true],
    ['late:wait-1', 'late:wait-2', true],
  ]
  test.each(cases)('behind %s: %s may start at once: %s', async (before, next, starts) => {
    const words = await new WordServer().start()
    const client = await words.connect()
    client.send(before, next)
    await words.until(() => words.handled.includes(before))
    if (starts) await words.until(() => words.handled.includes(next))
    else {
      await settle()
      expect(words.handled).toEqual([before])
    }
    words.release(before)
    await words.until(() => words.handled.includes(next))
    words.release(next)
    expect([String(await client.next()), String(await client.next())]).toEqual([before, next].map((word) => String(frame(word).subarray(4))))
    await words.server.close()
  })
})
