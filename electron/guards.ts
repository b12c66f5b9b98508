// What a page may not do: leave the application, open windows, get permissions, or speak to the main process from elsewhere.
import type { Session, WebContents, WebFrameMain } from 'electron'

export const PAGE_URL = 'app://ui/'

/** The development server's address, or undefined. A packaged application never listens to the environment. */
export function devUrlFrom(environment: NodeJS.ProcessEnv, isPackaged: boolean): string | undefined {
  return isPackaged ? undefined : environment['ELECTRON_RENDERER_URL']
}

/** Protocol and host are compared, never `origin`: in Node that is the string "null" for every app: address. */
export function isOwnUrl(url: string, devUrl?: string): boolean {
  const parsed = URL.parse(url)
  if (parsed === null) return false
  if (parsed.protocol === 'app:' && parsed.host === 'ui') return true
  return devUrl !== undefined && parsed.origin === URL.parse(devUrl)?.origin
}

/** The check in front of every message from a page: an own page in the top frame of its window. */
export function isOwnTopFrame(frame: Pick<WebFrameMain, 'parent' | 'url'> | null, devUrl?: string): boolean {
  return frame !== null && frame.parent === null && isOwnUrl(frame.url, devUrl)
}

type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>

export function guardContents(contents: GuardedContents, openExternal: (url: string) => void, devUrl?: string): void {
  const stayHome = (event: { url: string; preventDefault(): void }): void => {
    if (!isOwnUrl(event.url, devUrl)) event.preventDefault()
  }
  contents.on('will-navigate', stayHome)
  contents.on('will-frame-navigate', stayHome)
  contents.on('will-redirect', stayHome)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (URL.parse(url)?.protocol === 'https:') openExternal(url)
    return { action: 'deny' }
  })
}

type GuardedSession = Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>

/** Electron approves by default; the one thing a page may do is copy text that its user selected. */
export function guardSession(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === 'clipboard-sanitized-write'))
  session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write')
  session.setDevicePermissionHandler(() => false)
}
