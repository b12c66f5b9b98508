// Fetching Electron with stand-ins for its installer.
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { downloadElectron } from '../../electron/download-electron.ts'

function packageWith(installer: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'headwater-download-')), 'electron')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'install.js'), `const { writeFileSync, mkdirSync } = require('node:fs')\n${installer}`)
  return folder
}
const download = (packageFolder: string, stallLimitMs: number) => downloadElectron({ packageFolder, clock: systemClock, timers: systemTimers, stallLimitMs })

it('succeeds with the installer, which gets a temporary folder of its own that is removed', async () => {
  const folder = packageWith(`writeFileSync(require('node:os').tmpdir() + '/part.zip', 'x'); mkdirSync(__dirname + '/dist'); writeFileSync(__dirname + '/dist/where', require('node:os').tmpdir())`)
  expect(await download(folder, 5000)).toBeUndefined()
  expect(readdirSync(join(folder, 'dist'))).toEqual(['where'])
  expect(readdirSync(join(folder, '../.cache'))).toEqual([])
})

it('says how the installer failed', async () => {
  expect(await download(packageWith('process.exit(7)'), 5000)).toBe('the download ended with exit 7')
})

it('ends an installer that receives nothing any more', async () => {
  expect(await download(packageWith('setInterval(() => {}, 1000)'), 150)).toBe('nothing arrived for 0.15 s')
})

it('lets a slow installer go on as long as something arrives', async () => {
  const folder = packageWith(`
    let bytes = 0
    const timer = setInterval(() => {
      writeFileSync(require('node:os').tmpdir() + '/part.zip', 'x'.repeat(++bytes))
      if (bytes === 12) process.exit(0)
    }, 100)`)
  expect(await download(folder, 600)).toBeUndefined()
})
