// The application's menu, as data; the workbench's own commands live in its palette.
import type { MenuItemConstructorOptions } from 'electron'

export interface MenuCommands {
  openDataFolder(): void
  openLog(): void
}

/** Mod+W belongs to the tabs of the page. */
const CLOSE_WINDOW: MenuItemConstructorOptions = { role: 'close', accelerator: 'CmdOrCtrl+Shift+W' }

export function applicationMenu(platform: NodeJS.Platform, isPackaged: boolean, commands: MenuCommands): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [isMac ? CLOSE_WINDOW : { role: 'quit' }] },
    { role: 'editMenu' },
    { label: '&View', submenu: viewMenu(isPackaged) },
    { label: '&Window', role: 'window', submenu: [{ role: 'minimize' }, { role: 'zoom' }, ...(isMac ? [] : [CLOSE_WINDOW])] },
    {
      label: '&Broker',
      submenu: [
        { label: 'Open Data Folder', click: () => commands.openDataFolder() },
        { label: 'Open Log', click: () => commands.openLog() },
      ],
    },
  ]
}

function viewMenu(isPackaged: boolean): MenuItemConstructorOptions[] {
  const development: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }]
  return [
    ...(isPackaged ? [] : development),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
}
