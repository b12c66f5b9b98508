// What the menu offers, by platform and build.
import type { MenuItemConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { applicationMenu } from '../../electron/application-menu.ts'

const commands = { openDataFolder: vi.fn(), openLog: vi.fn() }
const flat = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])

it('shows the data folder and the log', () => {
  const items = flat(applicationMenu('linux', true, commands))
  items.find((item) => item.label === 'Open Data Folder')!.click!({} as never, undefined, {} as never)
  items.find((item) => item.label === 'Open Log')!.click!({} as never, undefined, {} as never)
  expect(commands.openDataFolder).toHaveBeenCalledOnce()
  expect(commands.openLog).toHaveBeenCalledOnce()
})

it.each([
  ['linux', 'quit'],
  ['win32', 'quit'],
  ['darwin', 'close'],
] as const)('has what %s expects in its File menu', (platform, expected) => {
  const menu = applicationMenu(platform, true, commands)
  const file = menu.find((item) => item.label === '&File')!
  expect(flat([file]).map((item) => item.role)).toEqual([undefined, expected])
  expect(menu.some((item) => item.role === 'appMenu')).toBe(platform === 'darwin')
})

it.each(['linux', 'win32', 'darwin'] as const)('leaves Mod+W to the tabs of the page (%s)', (platform) => {
  const closing = flat(applicationMenu(platform, true, commands)).filter((item) => item.role === 'close' || item.role === 'windowMenu')
  expect(closing.map((item) => item.accelerator)).toEqual(['CmdOrCtrl+Shift+W'])
})

it('offers reload and developer tools only while developing', () => {
  const roles = (isPackaged: boolean) => flat(applicationMenu('linux', isPackaged, commands)).map((item) => item.role)
  expect(roles(false)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
  expect(roles(true)).not.toContain('reload')
  expect(roles(true)).not.toContain('toggleDevTools')
})
