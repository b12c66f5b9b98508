// Where the desktop application looks for its files.
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createUserData, desktopPaths } from '../../electron/paths.ts'

it('finds what was built beside the main entry, and keeps what is the user’s in the user’s folder', () => {
  expect(desktopPaths('/app/out/main', '/home/me/.config/Headwater')).toEqual({
    coreEntry: '/app/out/main/core.js',
    preload: '/app/out/preload/preload.cjs',
    renderer: '/app/out/renderer',
    coreLog: '/home/me/.config/Headwater/logs/core.log',
    windowState: '/home/me/.config/Headwater/window-state.json',
    secrets: '/home/me/.config/Headwater/secrets.bin',
  })
})

it('keeps everything of an instance in its data folder, which need not exist yet', () => {
  const data = join(mkdtempSync(join(tmpdir(), 'headwater-data-')), 'new')
  expect(createUserData(data)).toBe(join(data, 'desktop'))
  expect(existsSync(join(data, 'desktop'))).toBe(true)
})

it('leaves it to the core to say why a data folder cannot be used', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'headwater-data-')), 'file')
  writeFileSync(file, '')
  expect(createUserData(file)).toBeUndefined()
})
