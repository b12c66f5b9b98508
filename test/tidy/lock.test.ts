// The lock file: every platform's packages, a hash for everything, no download addresses; and nothing but exact versions.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from './source-tree.ts'

interface Entry {
  optionalDependencies?: Record<string, string>
  resolved?: string
  integrity?: string
  link?: boolean
  inBundle?: boolean
}
type Packages = Record<string, Entry>

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(PROJECT_ROOT, file), 'utf8'))

function lockViolations(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isPresent(packages, path, name)).map((name) => `${path || 'headwater'}: ${name} is missing`),
    ...(entry.resolved && !entry.link ? [`${path}: has a download address`] : []),
    ...(path && !entry.link && !entry.inBundle && !entry.integrity ? [`${path}: has no hash`] : []),
  ])
}

/** As Node resolves it: the package's own node_modules first, then its parents'. */
function isPresent(packages: Packages, from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at && `${at}/`}node_modules/${name}`]) return true
    if (!at) return false
  }
}

it('is complete, hashed and without addresses', () => {
  expect(lockViolations((readJson('package-lock.json') as { packages: Packages }).packages)).toEqual([])
})

it('has every native package for Linux, macOS and Windows', () => {
  const names = Object.keys((readJson('package-lock.json') as { packages: Packages }).packages)
  for (const platform of ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64']) {
    expect(names).toContain(`node_modules/@lmdb/lmdb-${platform}`)
    expect(names.some((name) => name.startsWith(`node_modules/@node-rs/crc32-${platform}`)), `@node-rs/crc32 for ${platform}`).toBe(true)
  }
})

it('comes from exact versions', () => {
  const { dependencies, devDependencies, optionalDependencies, overrides } = readJson('package.json') as Record<string, Record<string, string>>
  const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

describe('the check', () => {
  const integrity = 'sha512-x'
  it.each<[string, Packages, string[]]>([
    ['a missing platform', { '': { optionalDependencies: { 'x-darwin': '1' } } }, ['headwater: x-darwin is missing']],
    ['a missing platform of a package', { 'node_modules/a': { integrity, optionalDependencies: { 'a-win': '1' } } }, ['node_modules/a: a-win is missing']],
    ['a platform in the package’s own folder', { 'node_modules/a': { integrity, optionalDependencies: { b: '1' } }, 'node_modules/a/node_modules/b': { integrity } }, []],
    ['a platform in the parent’s folder', { 'node_modules/a/node_modules/c': { integrity, optionalDependencies: { b: '1' } }, 'node_modules/b': { integrity } }, []],
    ['a download address', { 'node_modules/a': { integrity, resolved: 'https://registry.example/a.tgz' } }, ['node_modules/a: has a download address']],
    ['no hash', { 'node_modules/a': {} }, ['node_modules/a: has no hash']],
  ])('sees %s', (_what, packages, reports) => {
    expect(lockViolations(packages)).toEqual(reports)
  })
})
