// Fetches Electron's binary with the package's own installer, and ends it when nothing arrives any more.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../core/base/clock.ts'
import type { Timers } from '../core/base/timers.ts'

const CHECK_EVERY_MS = 1000
const STALL_LIMIT_MS = 20_000

export interface DownloadOptions {
  packageFolder: string
  clock: Clock
  timers: Timers
  stallLimitMs?: number
}

/** Why it failed, or undefined. The installer has no timeout of its own: a peer that goes silent would hold it for ever. */
export async function downloadElectron({ packageFolder, clock, timers, stallLimitMs = STALL_LIMIT_MS }: DownloadOptions): Promise<string | undefined> {
  mkdirSync(join(packageFolder, '../.cache'), { recursive: true })
  const temporary = mkdtempSync(join(packageFolder, '../.cache/electron-download-'))
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(process.env['HTTPS_PROXY'] ? { ELECTRON_GET_USE_PROXY: '1' } : {}), TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  })
  let bytes = -1
  let changedMs = clock.monotonic()
  const cancel = timers.every(Math.min(CHECK_EVERY_MS, stallLimitMs), () => {
    const nowBytes = folderBytes(temporary) + folderBytes(join(packageFolder, 'dist'))
    if (nowBytes !== bytes) changedMs = clock.monotonic()
    bytes = nowBytes
    if (clock.monotonic() - changedMs < stallLimitMs) return
    child.kill('SIGKILL')
    resolve(`nothing arrived for ${stallLimitMs / 1000} s`)
  })
  child.on('error', (error) => resolve(error.message))
  child.on('exit', (code, signal) => resolve(code === 0 ? undefined : `the download ended with ${signal ?? `exit ${code}`}`))
  try {
    return await promise
  } finally {
    cancel()
    rmSync(temporary, { recursive: true, force: true })
  }
}

function folderBytes(folder: string): number {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    return entries.reduce((sum, entry) => sum + (entry.isFile() ? (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0) : 0), 0)
  } catch {
    return 0 // not there yet, or being moved away while it is read
  }
}
