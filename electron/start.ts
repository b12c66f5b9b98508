// `npm start`: builds what is missing or stale, then opens the desktop window, or says in one line why not and serves the browser.
import { setGlobalProxyFromEnv } from 'node:http'
import { dirname, join } from 'node:path'
import { systemClock } from '../core/base/clock.ts'
import { systemTimers } from '../core/base/timers.ts'
import { buildIsStale } from './build-state.ts'
import { downloadElectron } from './download-electron.ts'
import { desktopArguments, parseStartFlags, serveArguments, type StartFlags, USAGE, UsageError } from './flags.ts'
import { downloadUrl, electronBinary, electronPackage, electronVersion, noDisplay, unreachable } from './locate.ts'
import { runProgram } from './run-program.ts'

const root = dirname(import.meta.dirname)

async function start(flags: StartFlags): Promise<number> {
  if (buildIsStale(root)) {
    const build = await runProgram(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], { cwd: root })
    if (build.code !== 0) return build.code
  }
  const desktop = await findDesktop(flags)
  let why = desktop.reason
  if (desktop.binary !== undefined) {
    const end = await runProgram(desktop.binary, electronArguments(flags), { cwd: root, waitsForReady: true })
    // Without the word `ready` but with exit code 0 another window was already open, and came to the front.
    if (end.wasReady || end.code === 0) return end.code
    why = `Electron stopped at once (${end.how})`
  }
  console.log(`Opening in the browser: ${why}.`)
  const openBrowser = flags.openBrowser && noDisplay() === undefined
  return (await runProgram(process.execPath, [join(root, 'out/main/server.js'), ...serveArguments({ ...flags, openBrowser })], { cwd: root })).code
}

type Desktop = { binary: string; reason?: undefined } | { binary?: undefined; reason: string }

async function findDesktop({ host }: StartFlags): Promise<Desktop> {
  if (host === 'browser') return { reason: 'asked for' }
  const none = host === 'desktop' ? undefined : noDisplay()
  if (none) return { reason: none }
  const failure = electronBinary() ? undefined : await fetchElectron()
  if (failure) return { reason: failure }
  const binary = electronBinary()
  return binary ? { binary } : { reason: 'Electron is not usable here' }
}

async function fetchElectron(): Promise<string | undefined> {
  const version = electronVersion()
  const why = await unreachable(downloadUrl(version))
  if (why) return `Electron ${version} is not installed and ${why}`
  console.log(`Getting Electron ${version} once (about 120 MB)…`)
  const failure = await downloadElectron({ packageFolder: electronPackage(), timers: systemTimers, clock: systemClock })
  return failure === undefined ? undefined : `Electron ${version} could not be installed (${failure})`
}

/** Chromium refuses to run its sandbox as root; for everybody else it is never switched off. */
function electronArguments(flags: StartFlags): string[] {
  const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0
  return [...(isLinuxRoot ? ['--no-sandbox'] : []), '.', ...desktopArguments(flags)]
}

try {
  if (typeof setGlobalProxyFromEnv === 'function') setGlobalProxyFromEnv()
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) console.log(USAGE)
  else process.exitCode = await start(parseStartFlags(args, process.env['INIT_CWD'] ?? process.cwd()))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
