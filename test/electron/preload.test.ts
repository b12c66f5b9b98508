// What a page can reach through the preload script.
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.doUnmock('electron')
  vi.unstubAllGlobals()
})

it('exposes one object with one function, and never ipcRenderer', async () => {
  const exposed = new Map<string, object>()
  const ipcRenderer = { send: vi.fn(), on: vi.fn() }
  vi.doMock('electron', () => ({ contextBridge: { exposeInMainWorld: (name: string, api: object) => exposed.set(name, api) }, ipcRenderer }))
  vi.stubGlobal('window', { postMessage: vi.fn() })
  vi.stubGlobal('location', { origin: 'app://ui' })
  await import('../../electron/preload.ts')

  expect([...exposed.keys()]).toEqual(['desktop'])
  const desktop = exposed.get('desktop') as { requestPort(): unknown }
  expect(Object.keys(desktop)).toEqual(['requestPort'])
  desktop.requestPort()
  expect(ipcRenderer.send.mock.calls).toEqual([['core-port-request']])

  const [channel, listener] = ipcRenderer.on.mock.calls[0]! as [string, (event: { ports: unknown[] }) => void]
  listener({ ports: ['the port'] })
  expect(channel).toBe('core-port')
  expect(vi.mocked(window.postMessage).mock.calls).toEqual([['core-port', 'app://ui', ['the port']]])
})
