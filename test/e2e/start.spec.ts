// `npm start` as a newcomer runs it where there is no desktop: one line why, then the workbench in the browser.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const folders: string[] = []
const started: ChildProcess[] = []

test.afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function start(flags: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const data = mkdtempSync(join(tmpdir(), 'headwater-start-'))
  folders.push(data)
  const { CI: _ci, DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...calm } = process.env
  const args = ['electron/start.mjs', '--no-open', '--web-port', '0', '--kafka-port', '0', '--data', data, ...flags]
  const child = spawn(process.execPath, args, { env: { ...calm, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  const ended = new Promise<number | string | null>((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)))
  return { child, ended, output: () => output }
}

test('without a display it says so in one line and serves the workbench, until it is asked to stop', async ({ page }) => {
  test.skip(process.platform !== 'linux', 'only Linux can be without a display and tell')
  const { child, ended, output } = start([])
  await expect.poll(output, { timeout: 15_000 }).toMatch(/headwater: workbench http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/)
  expect(output()).toContain('Opening in the browser: no display (DISPLAY and WAYLAND_DISPLAY are empty).\n')
  expect(output()).toMatch(/headwater: kafka 127\.0\.0\.1:\d+\n/)
  await page.goto(/http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(output())![0])
  await expect(page.locator('#root')).not.toBeEmpty()
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('asked for the browser it does not look for Electron at all', async () => {
  const { child, ended, output } = start(['--browser'], { DISPLAY: ':99' })
  await expect.poll(output, { timeout: 15_000 }).toContain('headwater: workbench http://127.0.0.1:')
  expect(output()).toContain('Opening in the browser: asked for.\n')
  child.kill('SIGINT')
  expect(await ended).toBe(0)
})

test('an Electron that dies at once is told by its end, and the browser takes over', async () => {
  const { child, ended, output } = start([], { DISPLAY: ':99', ELECTRON_EXEC_PATH: '/bin/false' })
  test.skip(!existsSync('/bin/false'), 'no program that fails at once here')
  await expect.poll(output, { timeout: 15_000 }).toContain('headwater: workbench http://127.0.0.1:')
  expect(output()).toContain('Opening in the browser: Electron stopped at once (exit 1).\n')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('a network that accepts and stays silent does not hold it', async () => {
  const sockets = new Set<{ destroy(): void }>()
  const silent = createServer((socket) => sockets.add(socket))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const mirror = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
  const { child, ended, output } = start([], { DISPLAY: ':99', ELECTRON_MIRROR: mirror, ELECTRON_EXEC_PATH: '/nowhere/electron' })
  await expect.poll(output, { timeout: 15_000 }).toContain('headwater: workbench http://127.0.0.1:')
  expect(output()).toMatch(/Opening in the browser: Electron [\d.]+ is not installed and 127\.0\.0\.1:\d+ cannot be reached \(TimeoutError\)\.\n/)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  for (const socket of sockets) socket.destroy()
  silent.close()
})

test('an unknown flag is refused in one sentence, with exit code 2', async () => {
  const { ended, output } = start(['--prot', '1'])
  expect(await ended).toBe(2)
  expect(output()).toBe('Unknown flag "--prot". Flags: --browser --desktop --no-open --web-port N --kafka-port N --data DIR.\n')
})

test('a Node that is too old gets a sentence', () => {
  const old = '/usr/bin/node'
  const version = existsSync(old) ? spawnSync(old, ['--version'], { encoding: 'utf8' }).stdout.trim() : ''
  test.skip(!/^v(1\d|20)\./.test(version), 'no old Node here')
  const { status, stderr } = spawnSync(old, ['electron/start.mjs'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([1, `Headwater needs Node 22.18 or newer; this is ${version}.\n`])
})
