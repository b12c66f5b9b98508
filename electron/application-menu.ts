// The application's menu, as data; the workbench's own commands live in its palette.
import type { MenuItemConstructorOptions } from 'electron'

export interface MenuCommands {
  openDataFolder(): void
  openLog(): void
}

export function applicationMenu(platform: NodeJS.Platform, isPackaged: boolean, commands: MenuCommands): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [isMac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    { label: '&View', submenu: viewMenu(isPackaged) },
    { role: 'windowMenu' },
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
