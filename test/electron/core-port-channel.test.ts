// Only an own page in a top frame gets a port to the core.
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.doUnmock('electron'))

async function channel() {
  const ipcMain = { on: vi.fn() }
  vi.resetModules()
  vi.doMock('electron', () => ({ ipcMain }))
  const { answerPortRequests } = await import('../../electron/core-port-channel.ts')
  const port = { close: vi.fn() }
  const connect = vi.fn((deliver: (port: never) => void) => deliver(port as never))
  answerPortRequests({ connect }, undefined)
  const [name, listener] = ipcMain.on.mock.calls[0]! as [string, (event: { senderFrame: unknown }) => void]
  return { name, channels: ipcMain.on.mock.calls.length, ask: (senderFrame: unknown) => listener({ senderFrame }), connect, port }
}

const frame = (changes = {}) => ({ url: 'app://ui/', parent: null, isDestroyed: () => false, postMessage: vi.fn(), ...changes })

it('is the only channel', async () => {
  const { name, channels } = await channel()
  expect([name, channels]).toEqual(['core-port-request', 1])
})

it('posts the port to the frame that asked', async () => {
  const { ask, port } = await channel()
  const asking = frame()
  ask(asking)
  expect(asking.postMessage.mock.calls).toEqual([['core-port', null, [port]]])
})

it.each([
  ['a foreign page', frame({ url: 'https://evil.example/' })],
  ['an inner frame', frame({ parent: frame() })],
  ['a frame that is gone', null],
])('does not answer %s', async (_name, asking) => {
  const { ask, connect } = await channel()
  ask(asking)
  expect(connect).not.toHaveBeenCalled()
})

it('closes a port whose page went away while the core was starting', async () => {
  const { ask, port } = await channel()
  const asking = frame({ isDestroyed: () => true })
  ask(asking)
  expect(asking.postMessage).not.toHaveBeenCalled()
  expect(port.close).toHaveBeenCalledOnce()
})
