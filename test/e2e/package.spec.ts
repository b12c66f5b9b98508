// The packaged application, packed with a stand-in for Electron's binary: it holds what it should, and nothing else.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'

let folder = ''
let listed: string[] = []
const inPackage = (...path: string[]): string => join(folder, 'dist/linux-unpacked/resources', ...path)

test.describe.configure({ mode: 'serial' })
test.skip(process.platform !== 'linux', 'the stand-in has the shape of Electron for Linux')

test.beforeAll(() => {
  test.setTimeout(120_000)
  folder = mkdtempSync(join(tmpdir(), 'headwater-package-'))
  const stub = join(folder, 'electron')
  writeStub(stub)
  const config = readFileSync('electron-builder.yml', 'utf8')
    .replace(/^electronFuses:\n(?: .*\n)+/m, '') // an empty file has no fuses to flip
    .replace(/^directories:\n(?: .*\n)+/m, '')
  writeFileSync(join(folder, 'electron-builder.yml'), `${config}\nelectronDist: ${stub}\ndirectories: { output: ${join(folder, 'dist')} }\n`)
  execFileSync(resolve('node_modules/.bin/electron-builder'), ['--linux', 'dir', '--config', join(folder, 'electron-builder.yml')], { stdio: 'pipe' })
  listed = execFileSync(resolve('node_modules/.bin/asar'), ['list', inPackage('app.asar')], { encoding: 'utf8' }).split('\n')
})

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What electron-builder looks for in an Electron for Linux; without default_app.asar, which it would have to remove. */
function writeStub(stub: string): void {
  for (const name of ['locales', 'resources']) mkdirSync(join(stub, name), { recursive: true })
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(stub, name), '')
  const { version } = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as { version: string }
  writeFileSync(join(stub, 'version'), version)
  chmodSync(join(stub, 'electron'), 0o755)
}

const packages = (): string[] => [...new Set(listed.flatMap((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1] ?? []))]

test('the configuration names the Electron that is installed', () => {
  const { version } = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as { version: string }
  expect(readFileSync('electron-builder.yml', 'utf8')).toContain(`electronVersion: ${version}\n`)
})

test('every entry of the build is in it', () => {
  for (const file of ['/package.json', '/out/main/main.js', '/out/main/core.js', '/out/main/scan-worker.js', '/out/main/sandbox-worker.js', '/out/preload/preload.cjs', '/out/renderer/index.html']) expect(listed).toContain(file)
})

test('of the packages only the dependencies are in it, neither tools nor a Node', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
  expect(packages()).toEqual(expect.arrayContaining(Object.keys(dependencies)))
  const lock = (JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { dev?: boolean }> }).packages
  expect(packages().filter((name) => lock[`node_modules/${name}`]?.dev)).toEqual([])
  expect(packages().filter((name) => /^node-(linux|win|darwin)/.test(name))).toEqual([])
})

test('native modules lie beside the archive, where the system can load them', () => {
  const natives = listed.filter((file) => file.endsWith('.node'))
  expect(natives.some((file) => file.startsWith('/node_modules/@lmdb/'))).toBe(true)
  expect(natives.some((file) => file.startsWith('/node_modules/@node-rs/crc32-'))).toBe(true)
  expect(natives.filter((file) => !existsSync(inPackage('app.asar.unpacked', file)))).toEqual([])
})

test('no sources, tests or maps are in it', () => {
  expect(listed.filter((file) => /^\/(core|electron|renderer|test)\b|\.(map|tsx?)$/.test(file))).toEqual([])
})
