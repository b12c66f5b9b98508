// The desktop application for real; skipped, with the reason, where Electron's binary or a display is missing.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron as electron, expect, test } from '@playwright/test'
import { electronBinary, noDisplay } from '../../electron/locate.ts'

const binary = electronBinary()
const missing = binary === undefined ? 'the binary is not installed' : noDisplay()
test.skip(missing !== undefined, `Electron cannot run here: ${missing}`)

test('opens a window on a running core, keeps its place, and quits cleanly', async () => {
  const data = mkdtempSync(join(tmpdir(), 'headwater-electron-'))
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const application = await electron.launch({ executablePath: binary!, args: [...asRoot, '.', `--data=${data}`, '--kafka-port=0'] })
  const window = await application.firstWindow()
  expect(window.url()).toMatch(/^app:\/\/ui\//)
  await expect(window.locator('#root')).not.toBeEmpty()
  expect(await window.evaluate(() => Object.keys((globalThis as { desktop?: object }).desktop ?? {}))).toEqual(['requestPort'])
  expect(await window.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false)
  await application.close()
  expect(JSON.parse(readFileSync(join(data, 'desktop/window-state.json'), 'utf8'))).toMatchObject({ isMaximized: false })
  rmSync(data, { recursive: true })
})
