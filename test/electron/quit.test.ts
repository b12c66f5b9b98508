// Quitting waits for the core, once.
import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { quitAfter } from '../../electron/quit.ts'
import { settle } from '../support/fake-time.ts'

it('holds the first quit until the core has stopped, then quits for good', async () => {
  const stopping = Promise.withResolvers<void>()
  const stopCore = vi.fn(() => stopping.promise)
  const app = Object.assign(new EventEmitter(), { quit: vi.fn() })
  quitAfter(app as never, stopCore)
  const ask = () => {
    const event = { preventDefault: vi.fn() }
    app.emit('before-quit', event)
    return event.preventDefault.mock.calls.length === 1 ? 'held' : 'let go'
  }

  expect(ask()).toBe('held')
  expect(ask()).toBe('held')
  expect(stopCore).toHaveBeenCalledOnce()
  expect(app.quit).not.toHaveBeenCalled()
  stopping.resolve()
  await settle()
  expect(app.quit).toHaveBeenCalledOnce()
  expect(ask()).toBe('let go')
})
