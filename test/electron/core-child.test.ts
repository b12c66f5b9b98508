// The core's side of the wire: ready, refused, crashed, ports, quit.
import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { runCoreChild, type RunningCore } from '../../electron/core-child.ts'
import { settle } from '../support/fake-time.ts'

function childOf(core: Promise<RunningCore>) {
  const parent = Object.assign(new EventEmitter(), { postMessage: vi.fn() })
  const exit = vi.fn()
  const report = vi.fn()
  const refusalOf = (error: unknown): string | undefined => (error instanceof RangeError ? error.message : undefined)
  void runCoreChild({ parent, start: () => core, refusalOf, exit, report })
  const send = (data: string, ports: unknown[] = []): void => void parent.emit('message', { data, ports })
  return { parent, exit, report, send }
}

const running = () => ({ kafkaAddress: '127.0.0.1:9092', dataFolder: '/d', attachPort: vi.fn(), stop: vi.fn(() => Promise.resolve()) })
const port = () => Object.assign(new EventEmitter(), { close: vi.fn() })

describe('the core process', () => {
  it('says where Kafka clients may connect once it runs', async () => {
    const { parent } = childOf(Promise.resolve(running()))
    await settle()
    expect(parent.postMessage.mock.calls).toEqual([[{ type: 'ready', kafkaAddress: '127.0.0.1:9092', dataFolder: '/d' }]])
  })

  it('keeps a port that comes too early until the core runs', async () => {
    const starting = Promise.withResolvers<RunningCore>()
    const core = running()
    const { send } = childOf(starting.promise)
    const early = port()
    send('port', [early])
    await settle()
    expect(core.attachPort).not.toHaveBeenCalled()
    starting.resolve(core)
    await settle()
    expect(core.attachPort.mock.calls).toEqual([[early]])
  })

  it('passes a refusal on as a sentence and ends with exit code 2', async () => {
    const { parent, exit, send } = childOf(Promise.reject(new RangeError('Port 9092 is in use.')))
    const early = port()
    send('port', [early])
    await settle()
    expect(parent.postMessage.mock.calls).toEqual([[{ type: 'refused', reason: 'Port 9092 is in use.' }]])
    expect(exit).toHaveBeenCalledWith(2)
    expect(early.close).toHaveBeenCalled()
  })

  it('reports any other failure to the log and ends with exit code 1', async () => {
    const bug = new TypeError('x is undefined')
    const { parent, exit, report } = childOf(Promise.reject(bug))
    await settle()
    expect(parent.postMessage).not.toHaveBeenCalled()
    expect(report).toHaveBeenCalledWith(bug)
    expect(exit).toHaveBeenCalledWith(1)
  })

  it('stops the core before it ends with exit code 0', async () => {
    const core = running()
    const { exit, send } = childOf(Promise.resolve(core))
    send('quit')
    expect(exit).not.toHaveBeenCalled()
    await settle()
    expect(core.stop).toHaveBeenCalledOnce()
    expect(exit).toHaveBeenCalledWith(0)
  })

  it('ends with exit code 1 when it cannot stop cleanly', async () => {
    const failure = new Error('disk gone')
    const { exit, report, send } = childOf(Promise.resolve({ ...running(), stop: () => Promise.reject(failure) }))
    send('quit')
    await settle()
    expect(report).toHaveBeenCalledWith(failure)
    expect(exit.mock.calls).toEqual([[1]])
  })
})
