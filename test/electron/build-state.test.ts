// When `npm start` must build first.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { buildIsStale } from '../../electron/build-state.ts'

const PRODUCTS = ['out/main/main.js', 'out/main/core.js', 'out/main/server.js', 'out/preload/preload.cjs', 'out/renderer/index.html']
const SOURCES = ['core/log/read.ts', 'electron/main.ts', 'renderer/app/app.tsx', 'electron.vite.config.ts', 'package-lock.json']

function project(): { root: string; write: (file: string, second: number) => void } {
  const root = mkdtempSync(join(tmpdir(), 'headwater-build-'))
  const write = (file: string, second: number): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), '')
    for (let at = file; at !== '.'; at = dirname(at)) utimesSync(join(root, at), second, second)
  }
  for (const file of SOURCES) write(file, 100)
  for (const file of PRODUCTS) write(file, 200)
  return { root, write }
}

it('is fresh when every product is newer than every source', () => {
  expect(buildIsStale(project().root)).toBe(false)
})

it.each(SOURCES)('is stale when %s is newer', (source) => {
  const { root, write } = project()
  write(source, 201)
  expect(buildIsStale(root)).toBe(true)
})

it.each(PRODUCTS)('is stale when %s is missing', (product) => {
  const { root } = project()
  rmSync(join(root, product))
  expect(buildIsStale(root)).toBe(true)
})

it('is stale when a source was removed', () => {
  const { root } = project()
  rmSync(join(root, 'core/log/read.ts'))
  expect(buildIsStale(root)).toBe(true)
})
