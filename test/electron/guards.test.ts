// The security checklist, as far as it can be tested without Electron's binary.
import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { devUrlFrom, guardContents, guardSession, isOwnTopFrame, isOwnUrl } from '../../electron/guards.ts'

const DEV = 'http://localhost:5173/'

function guardedContents(devUrl?: string) {
  const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn<(handler: (details: { url: string }) => { action: string }) => void>() })
  const openExternal = vi.fn<(url: string) => void>()
  guardContents(contents as never, openExternal, devUrl)
  return { contents, openExternal, openWindow: (url: string) => contents.setWindowOpenHandler.mock.calls[0]![0]({ url }) }
}

describe('own addresses', () => {
  it('are told by protocol and host, because the origin of every app: address is the string "null" in Node', () => {
    expect(new URL('app://ui/x').origin).toBe(new URL('app://evil/x').origin)
    expect(isOwnUrl('app://ui/x')).toBe(true)
    expect(isOwnUrl('app://evil/x')).toBe(false)
  })

  it.each([
    ['app://ui', true],
    ['app://ui/#/topics', true],
    ['app://ui.evil/', false],
    ['app://uix/', false],
    ['app://user@ui:80/', false],
    ['http://ui/', false],
    ['https://evil.example/app://ui/', false],
    ['file:///etc/passwd', false],
    ['data:text/html,x', false],
    ['javascript:alert(1)', false],
    ['about:blank', false],
    ['nonsense', false],
    ['', false],
  ])('%s: %s', (url, own) => {
    expect(isOwnUrl(url)).toBe(own)
  })

  it('include the development server only when one is given, with its exact port', () => {
    expect(isOwnUrl('http://localhost:5173/a')).toBe(false)
    expect(isOwnUrl('http://localhost:5173/a', DEV)).toBe(true)
    expect(isOwnUrl('http://localhost:5174/a', DEV)).toBe(false)
    expect(isOwnUrl('data:text/html,x', 'nonsense')).toBe(false)
  })

  it('come from the environment only while the application is not packaged', () => {
    expect(devUrlFrom({ ELECTRON_RENDERER_URL: DEV }, false)).toBe(DEV)
    expect(devUrlFrom({ ELECTRON_RENDERER_URL: DEV }, true)).toBeUndefined()
    expect(devUrlFrom({}, false)).toBeUndefined()
  })
})

describe('a page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('cannot leave the application (%s)', (event) => {
    const { contents } = guardedContents()
    const away = { url: 'https://evil.example/', preventDefault: vi.fn() }
    const home = { url: 'app://ui/#/groups', preventDefault: vi.fn() }
    contents.emit(event, away)
    contents.emit(event, home)
    expect(away.preventDefault).toHaveBeenCalledOnce()
    expect(home.preventDefault).not.toHaveBeenCalled()
  })

  it('cannot attach a webview', () => {
    const { contents } = guardedContents()
    const event = { preventDefault: vi.fn() }
    contents.emit('will-attach-webview', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })

  it.each([
    ['https://docs.example/a', true],
    ['http://docs.example/a', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['smb://host/share', false],
    ['vscode://file/etc/passwd', false],
    ['not an address', false],
  ])('cannot open a window; %s goes to the system’s browser: %s', (url, opened) => {
    const { openWindow, openExternal } = guardedContents()
    expect(openWindow(url)).toEqual({ action: 'deny' })
    expect(openExternal.mock.calls).toEqual(opened ? [[url]] : [])
  })

  it('gets no permission but copying text', () => {
    const session = { setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn(), setDevicePermissionHandler: vi.fn() }
    guardSession(session as never)
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fullscreen', 'hid', 'unknown-in-the-future']) {
      const answer = vi.fn()
      session.setPermissionRequestHandler.mock.calls[0]![0](null, permission, answer)
      expect(answer).toHaveBeenCalledWith(false)
      expect(session.setPermissionCheckHandler.mock.calls[0]![0](null, permission)).toBe(false)
    }
    expect(session.setPermissionCheckHandler.mock.calls[0]![0](null, 'clipboard-sanitized-write')).toBe(true)
    expect(session.setDevicePermissionHandler.mock.calls[0]![0]({})).toBe(false)
  })
})

describe('a message from a page', () => {
  const top = { url: 'app://ui/', parent: null }
  it.each([
    ['its own top frame', top, true],
    ['a frame that is gone', null, false],
    ['a frame inside another', { url: 'app://ui/', parent: top }, false],
    ['a foreign page', { url: 'https://evil.example/', parent: null }, false],
    ['an empty frame', { url: '', parent: null }, false],
  ])('is believed from %s: %s', (_name, frame, believed) => {
    expect(isOwnTopFrame(frame as never)).toBe(believed)
  })
})
