// Finds a Chromium for the end-to-end tests; run as a script (`node test/e2e/browser.ts`) it also gets one where there is none.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { chromium } from '@playwright/test'

export interface Browser {
  executablePath: string
  /** Added to the environment the browser starts with. */
  env: Record<string, string>
  from: string
}

const root = join(import.meta.dirname, '../..')
const cache = join(root, 'node_modules/.cache/chromium')
const require = createRequire(import.meta.url)

/**
 * The npm package comes before the system's browser: on Linux x64 everybody then tests with the same Chromium, locked by hash.
 * `USE_SYSTEM_BROWSER=1` turns that round, which keeps the third-party build honest.
 */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): Browser | undefined {
  const given = env['CHROMIUM_PATH']
  if (given) return { executablePath: given, env: {}, from: 'CHROMIUM_PATH' }
  const finders = env['USE_SYSTEM_BROWSER'] ? [fromSystem, fromPackage, fromPlaywright] : [fromPackage, fromPlaywright, fromSystem]
  for (const find of finders) {
    const browser = find(env)
    if (browser) return browser
  }
  return undefined
}

/** The same, but unpacks, downloads or installs one if need be. */
export async function ensureBrowser(env: NodeJS.ProcessEnv = process.env): Promise<Browser | undefined> {
  if (!env['CHROMIUM_PATH'] && !env['USE_SYSTEM_BROWSER'] && !fromPackage(env)) await unpackPackage()
  for (const getOne of [downloadWithPlaywright, installDebianPackage]) {
    const found = findBrowser(env)
    if (found) return found
    getOne()
  }
  return findBrowser(env)
}

function fromPlaywright(): Browser | undefined {
  const path = chromium.executablePath()
  return path && existsSync(path) ? { executablePath: path, env: {}, from: 'Playwright' } : undefined
}

function fromSystem(env: NodeJS.ProcessEnv): Browser | undefined {
  const path = systemPlaces(env).find(isExecutable)
  return path ? { executablePath: path, env: {}, from: path } : undefined
}

function systemPlaces(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined)
    return folders.flatMap((folder) => [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')])
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable', 'microsoft-edge']
  return (env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
}

/** A headless Chromium inside an npm tarball, Linux x64 only. It brings the NSS libraries that a slim image lacks. */
function fromPackage(env: NodeJS.ProcessEnv): Browser | undefined {
  const executablePath = join(cache, 'chromium')
  if (!existsSync(executablePath)) return undefined
  const libraries = [env['LD_LIBRARY_PATH'], join(cache, 'al2023/lib')].filter(Boolean).join(delimiter)
  return { executablePath, env: { LD_LIBRARY_PATH: libraries }, from: '@sparticuz/chromium' }
}

/** Not the package's own executablePath(): that unpacks into a shared folder and trusts a half-written file. */
async function unpackPackage(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return
  console.log('Unpacking the Chromium of @sparticuz/chromium…')
  const part = `${cache}.${process.pid}`
  const before = process.env['TMPDIR']
  try {
    const bin = join(dirname(require.resolve('@sparticuz/chromium')), '../bin')
    mkdirSync(part, { recursive: true })
    process.env['TMPDIR'] = part // inflate() writes into os.tmpdir()
    const { inflate } = await import('@sparticuz/chromium')
    await Promise.all(['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'].map((file) => inflate(join(bin, file))))
    rmSync(cache, { recursive: true, force: true })
    renameSync(part, cache)
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    console.log(`@sparticuz/chromium cannot be used: ${(error as Error).message}`)
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

function downloadWithPlaywright(): void {
  console.log('Downloading Chromium with Playwright…')
  run(process.execPath, join(dirname(require.resolve('@playwright/test')), 'cli.js'), 'install', 'chromium', '--only-shell')
}

function installDebianPackage(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log('Installing Debian’s chromium…')
  if (run('apt-get', 'update', '-qq')) run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium')
}

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

if (import.meta.main) {
  const browser = await ensureBrowser()
  if (!browser) {
    console.error('No Chromium: install Chrome or Chromium, or set CHROMIUM_PATH.')
    process.exit(1)
  }
  console.log(`browser: ${browser.from}`)
}
