// The one window: locked down, shown when it has something to show, back where it was the last time.
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron'
import type { Logger } from '../core/base/logger.ts'
import type { Timers } from '../core/base/timers.ts'
import { clampToDisplays, loadWindowState, MIN_HEIGHT, MIN_WIDTH, saveWindowState, type WindowState } from './window-state.ts'

const SAVE_DELAY_MS = 500

export interface MainWindowOptions {
  create(options: BrowserWindowConstructorOptions): BrowserWindow
  workAreas: readonly Rectangle[]
  statePath: string
  preloadPath: string
  timers: Timers
  logger: Logger
}

export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const state = clampToDisplays(loadWindowState(options.statePath), options.workAreas)
  const window = options.create(windowOptions(state, options.preloadPath))
  if (state.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  keepState(window, options)
  return window
}

export function windowOptions(state: WindowState, preloadPath: string): BrowserWindowConstructorOptions {
  return {
    ...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
    width: state.width,
    height: state.height,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Headwater',
    webPreferences: {
      preload: preloadPath,
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
    },
  }
}

export function bringToFront(window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function keepState(window: BrowserWindow, { statePath, timers, logger }: MainWindowOptions): void {
  let cancel = (): void => {}
  const save = (): void => {
    cancel()
    try {
      saveWindowState(statePath, { ...window.getNormalBounds(), isMaximized: window.isMaximized() })
    } catch (error) {
      logger.warn(`The window's place cannot be kept in ${statePath}: ${(error as Error).message}`)
    }
  }
  const saveSoon = (): void => {
    cancel()
    cancel = timers.after(SAVE_DELAY_MS, save)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('maximize', saveSoon)
  window.on('unmaximize', saveSoon)
  window.on('close', save)
}
