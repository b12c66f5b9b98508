// The window's locks, and that its place is kept.
import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindowConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { silentLogger } from '../../core/base/logger.ts'
import { bringToFront, openMainWindow, windowOptions } from '../../electron/main-window.ts'
import { FakeTime } from '../support/fake-time.ts'

const screenArea = { x: 0, y: 0, width: 1920, height: 1080 }

function opened(state?: object) {
  const statePath = join(mkdtempSync(join(tmpdir(), 'headwater-window-')), 'window-state.json')
  if (state) writeFileSync(statePath, JSON.stringify(state))
  const time = new FakeTime()
  const warnings: string[] = []
  const window = Object.assign(new EventEmitter(), {
    maximize: vi.fn(),
    show: vi.fn(),
    getNormalBounds: () => ({ x: 11, y: 12, width: 1300, height: 800 }),
    isMaximized: () => false,
  })
  const created: BrowserWindowConstructorOptions[] = []
  const create = (options: BrowserWindowConstructorOptions) => (created.push(options), window as never)
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) }
  openMainWindow({ create, workAreas: [screenArea], statePath, preloadPath: '/p/preload.cjs', timers: time, logger })
  return { window, options: created[0]!, time, saved: () => JSON.parse(readFileSync(statePath, 'utf8')) as unknown, warnings, statePath }
}

it('is sandboxed, isolated and without Node', () => {
  const { webPreferences } = windowOptions({ x: 1, y: 2, width: 1000, height: 700, isMaximized: false }, '/p/preload.cjs')
  expect(webPreferences).toEqual({
    preload: '/p/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  })
})

it('opens where it was, and is shown only when it has something to show', () => {
  const { window, options } = opened({ x: 40, y: 50, width: 1000, height: 700, isMaximized: true })
  expect(options).toMatchObject({ x: 40, y: 50, width: 1000, height: 700, show: false })
  expect(window.maximize).toHaveBeenCalledOnce()
  expect(window.show).not.toHaveBeenCalled()
  window.emit('ready-to-show')
  expect(window.show).toHaveBeenCalledOnce()
})

it('keeps its place half a second after the last move, and at once when it closes', async () => {
  const { window, time, saved, statePath } = opened()
  window.emit('move')
  await time.advance(499)
  window.emit('resize')
  await time.advance(499)
  expect(() => readFileSync(statePath)).toThrow('ENOENT')
  await time.advance(1)
  expect(saved()).toEqual({ x: 11, y: 12, width: 1300, height: 800, isMaximized: false })
  writeFileSync(statePath, '{}')
  window.emit('move')
  window.emit('close')
  expect(saved()).toMatchObject({ x: 11 })
  expect(time.pending).toBe(0)
})

it('says in the log when its place cannot be kept, and goes on', () => {
  const { window, warnings, statePath } = opened()
  window.getNormalBounds = () => {
    throw new Error('the window is gone')
  }
  window.emit('close')
  expect(warnings).toEqual([`The window's place cannot be kept in ${statePath}: the window is gone`])
})

it('comes to the front also when it was minimised', () => {
  const window = { isMinimized: () => true, restore: vi.fn(), show: vi.fn(), focus: vi.fn() }
  bringToFront(window)
  expect([window.restore, window.show, window.focus].map((call) => call.mock.calls.length)).toEqual([1, 1, 1])
})
