// Supervision of the core with a stand-in for its process and a clock that moves by hand.
import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CoreCommand } from '../../electron/core-messages.ts'
import { CoreSupervisor, type CoreChild } from '../../electron/core-supervisor.ts'
import { FakeTime } from '../support/fake-time.ts'

class StandInChild extends EventEmitter {
  readonly received: CoreCommand[] = []
  wasKilled = false
  postMessage(command: CoreCommand): void {
    this.received.push(command)
  }
  kill(): boolean {
    this.wasKilled = true
    this.emit('exit', 15)
    return true
  }
}

let time: FakeTime
let children: StandInChild[]
let core: CoreSupervisor
let reasons: string[]
let logged: string[]

beforeEach(() => {
  time = new FakeTime()
  children = []
  reasons = []
  logged = []
  const fork = (): CoreChild => {
    children.push(new StandInChild())
    return children.at(-1) as unknown as CoreChild
  }
  const log = (message: string): void => void logged.push(message)
  const createChannel = () => ({ port1: 'core end', port2: 'page end' }) as never
  const secrets = (save: string | null) => ({ text: save === null ? 'kept text' : null, kept: 'Kept here.' })
  core = new CoreSupervisor({ fork, createChannel, secrets, clock: time, timers: time, logger: { info: log, warn: log, error: log } })
  core.gaveUp.on((reason) => reasons.push(reason))
})

const crash = (code = 139): void => void children.at(-1)!.emit('exit', code)

describe('ports', () => {
  it('lead straight to a running core', () => {
    core.start()
    const delivered: unknown[] = []
    core.connect((port) => delivered.push(port))
    expect(delivered).toEqual(['page end'])
    expect(children[0]!.received).toEqual(['port'])
  })

  it('asked for during a pause are delivered by the next core', async () => {
    core.start()
    crash()
    const delivered: unknown[] = []
    core.connect((port) => delivered.push(port))
    expect(delivered).toEqual([])
    await time.advance(200)
    expect(delivered).toEqual(['page end'])
    expect(children[1]!.received).toEqual(['port'])
  })

  it('are not promised once the core was given up', async () => {
    core.start()
    children[0]!.emit('message', { type: 'refused', reason: 'Port 9092 is in use.' })
    crash(2)
    core.connect(() => expect.unreachable())
    await time.advance(60_000)
    expect(children).toHaveLength(1)
  })
})

describe('a core that crashes', () => {
  it('is started again after 0.2, 1, 5, 5 and 5 seconds, then given up with the last exit code', async () => {
    core.start()
    for (const delayMs of [200, 1000, 5000, 5000, 5000]) {
      const before = children.length
      crash()
      await time.advance(delayMs - 1)
      expect(children).toHaveLength(before)
      await time.advance(1)
      expect(children).toHaveLength(before + 1)
    }
    crash(134)
    await time.advance(120_000)
    expect(children).toHaveLength(6)
    expect(reasons).toEqual(['The core stopped 6 times within a minute, the last time with exit code 134.'])
  })

  it('is forgiven after a minute: the next crash is the first again', async () => {
    core.start()
    crash()
    await time.advance(200)
    crash()
    await time.advance(1000)
    await time.advance(60_000)
    crash()
    await time.advance(200)
    expect(children).toHaveLength(4)
    expect(logged.at(-1)).toBe('The core stopped with exit code 139; starting it again in 200 ms.')
  })

  it('is restarted, too, when it ends with exit code 0 that nobody asked for', async () => {
    core.start()
    crash(0)
    await time.advance(200)
    expect(children).toHaveLength(2)
  })
})

describe('a core that refuses to start', () => {
  it('is given up at once, with its own sentence', async () => {
    core.start()
    children[0]!.emit('message', { type: 'refused', reason: 'Port 9092 is in use.' })
    crash(2)
    await time.advance(60_000)
    expect(children).toHaveLength(1)
    expect(reasons).toEqual(['Port 9092 is in use.'])
  })

  it('starts when asked again, with a clean slate', () => {
    core.start()
    children[0]!.emit('message', { type: 'refused', reason: 'Port 9092 is in use.' })
    crash(2)
    core.start()
    expect(children).toHaveLength(2)
    core.start()
    expect(children).toHaveLength(2)
  })
})

describe('stopping', () => {
  it('asks the core to quit and waits for it', async () => {
    core.start()
    let stopped = false
    const stopping = core.stop().then(() => (stopped = true))
    expect(children[0]!.received).toEqual(['quit'])
    await time.advance(4999)
    expect(stopped).toBe(false)
    children[0]!.emit('exit', 0)
    await stopping
    expect(children[0]!.wasKilled).toBe(false)
    expect(time.pending).toBe(0)
  })

  it('ends a core that does not finish within five seconds', async () => {
    core.start()
    const stopping = core.stop()
    await time.advance(5000)
    await stopping
    expect(children[0]!.wasKilled).toBe(true)
  })

  it('does not restart the core, whatever it ends with', async () => {
    core.start()
    void core.stop()
    crash(139)
    await time.advance(60_000)
    expect(children).toHaveLength(1)
    expect(reasons).toEqual([])
  })

  it('during a pause cancels the restart', async () => {
    core.start()
    crash()
    await core.stop()
    await time.advance(60_000)
    expect(children).toHaveLength(1)
    expect(time.pending).toBe(0)
  })

  it('twice waits for the same end', async () => {
    core.start()
    const both = Promise.all([core.stop(), core.stop()])
    children[0]!.emit('exit', 0)
    await both
    expect(children[0]!.received).toEqual(['quit'])
  })
})

it('announces a core that is ready', () => {
  const addresses: string[] = []
  core.ready.on(({ kafkaAddress }) => addresses.push(kafkaAddress))
  core.start()
  children[0]!.emit('message', { type: 'ready', kafkaAddress: '127.0.0.1:9092', dataFolder: '/d' })
  expect(addresses).toEqual(['127.0.0.1:9092'])
})

it('hands the core its secrets, and keeps them for it', () => {
  core.start()
  const [child] = children
  child!.emit('message', { type: 'secrets', id: 1, save: null })
  child!.emit('message', { type: 'secrets', id: 2, save: 'new text' })
  expect(child!.received).toEqual([
    { type: 'secrets', id: 1, text: 'kept text', kept: 'Kept here.' },
    { type: 'secrets', id: 2, text: null, kept: 'Kept here.' },
  ])
  expect(logged).toEqual([])
})
