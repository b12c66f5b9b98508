// Where the desktop application finds and keeps its files.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

export interface DesktopPaths {
  coreEntry: string
  preload: string
  renderer: string
  coreLog: string
  windowState: string
  /** Encrypted. */
  secrets: string
}

/** `outMain` is the folder of the built main entry, `userData` Electron's folder for this application and user. */
export function desktopPaths(outMain: string, userData: string): DesktopPaths {
  return {
    coreEntry: join(outMain, 'core.js'),
    preload: join(outMain, '../preload/preload.cjs'),
    renderer: join(outMain, '../renderer'),
    coreLog: join(userData, 'logs/core.log'),
    windowState: join(userData, 'window-state.json'),
    secrets: join(userData, 'secrets.bin'),
  }
}

/**
 * Everything of one instance is in its data folder, its window state, log and single-instance lock included. Electron wants the
 * folder to exist; undefined if it cannot be made, in which case the core says why better than we could.
 */
export function createUserData(dataDirectory: string): string | undefined {
  const folder = join(dataDirectory, 'desktop')
  try {
    mkdirSync(folder, { recursive: true })
    return folder
  } catch {
    return undefined
  }
}
