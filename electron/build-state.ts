// Is `out/` older than what it is built from?
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = ['core', 'electron', 'renderer', 'electron.vite.config.ts', 'package-lock.json']
const PRODUCTS = ['out/main/main.js', 'out/main/core.js', 'out/main/server.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

export function buildIsStale(root: string): boolean {
  const built = Math.min(...PRODUCTS.map((file) => modifiedMs(join(root, file)) ?? -Infinity))
  return SOURCES.some((source) => newestMs(join(root, source)) > built)
}

function newestMs(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (entry === undefined) return -Infinity
  if (!entry.isDirectory()) return entry.mtimeMs
  // A folder's own time changes when a file in it is removed.
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

function modifiedMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
