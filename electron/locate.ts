// Is Electron's binary there, is there a display, can the binary be fetched? Never imports `electron`: that would download.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const MAX_HOPS = 4
const PROBE_LIMIT_MS = 2500

/** The folder of the installed electron package. */
export function electronPackage(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
}

export function electronVersion(folder = electronPackage()): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}

/** The binary's path if it is complete and of the package's version. */
export function electronBinary(folder = electronPackage(), env = process.env): string | undefined {
  const given = env['ELECTRON_EXEC_PATH']
  if (given) return existsSync(given) ? given : undefined
  const name = readText(join(folder, 'path.txt'))
  const installed = readText(join(folder, 'dist/version'))?.replace(/^v/, '')
  if (name === undefined || installed !== electronVersion(folder)) return undefined
  const file = join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name)
  return existsSync(file) ? file : undefined
}

/** Why no window can be opened here; undefined if one can. */
export function noDisplay(env = process.env, platform = process.platform): string | undefined {
  if (env['CI']) return 'CI is set'
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'no display (DISPLAY and WAYLAND_DISPLAY are empty)'
  if (platform === 'darwin' && env['SSH_CONNECTION']) return 'an SSH login has no window server'
  return undefined
}

export function downloadUrl(version: string, env = process.env): string {
  const base = (env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/').replace(/\/?$/, '/')
  return `${base}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`
}

/** Why the download cannot work, found out with HEAD requests only; undefined if it should. A silent peer costs `limitMs` a hop. */
export async function unreachable(url: string, limitMs = PROBE_LIMIT_MS): Promise<string | undefined> {
  let at = url
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    try {
      const response = await fetch(at, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(limitMs) })
      const next = response.headers.get('location')
      if (response.status >= 300 && response.status < 400 && next) at = new URL(next, at).href
      // A signed storage address may refuse HEAD and still serve GET.
      else return response.ok || response.status === 403 ? undefined : `${new URL(at).host} answered ${response.status}`
    } catch (error) {
      return `${new URL(at).host} cannot be reached (${causeOf(error)})`
    }
  }
  return `${new URL(url).host} redirects more than ${MAX_HOPS} times`
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause as { code?: string } | undefined
  return cause?.code ?? error.name
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
