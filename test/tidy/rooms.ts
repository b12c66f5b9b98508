// Who may import whom, and what belongs to one room only: ARCHITECTURE.md's two tables as data, and the check against them.
import type { Import, SourceFile } from './source-tree.ts'

/** Every room, and the rooms it may import besides itself. A room gets its row when it gets its first file. */
export const MAY_IMPORT: Record<string, readonly string[]> = {
  'core/base': [],
  'core/contract': [],
  'core/protocol': ['core/base'],
  'core/storage': ['core/base'],
  'core/log': ['core/base', 'core/protocol', 'core/storage'],
  'core/metadata': ['core/base', 'core/protocol', 'core/storage'],
  'core/groups': ['core/base', 'core/protocol', 'core/storage', 'core/log'],
  'core/security': ['core/base', 'core/protocol', 'core/storage'],
  'core/transactions': ['core/base', 'core/protocol', 'core/storage', 'core/log'],
  'core/retries': ['core/base', 'core/protocol', 'core/storage', 'core/log', 'core/metadata'],
  'core/broker': ['core/base', 'core/protocol', 'core/storage', 'core/log', 'core/metadata', 'core/groups', 'core/transactions', 'core/security', 'core/retries'],
  'core/client': ['core/base', 'core/protocol'],
  'core/simulator': ['core/base', 'core/protocol', 'core/client', 'core/retries'],
  'core/serdes': ['core/base'],
  'core/scan': ['core/base', 'core/protocol', 'core/client', 'core/serdes'],
  'core/deadletters': ['core/base', 'core/protocol', 'core/storage', 'core/client', 'core/serdes', 'core/scan'],
  'core/services': ['core/base', 'core/protocol', 'core/storage', 'core/contract', 'core/client', 'core/scan', 'core/serdes', 'core/broker', 'core/deadletters', 'core/retries', 'core/simulator'],
  'core/host': [
    'core/base', 'core/contract', 'core/protocol', 'core/storage', 'core/log', 'core/metadata', 'core/groups', 'core/security', 'core/broker', 'core/client', 'core/serdes', 'core/services',
  ],
  electron: ['core/base', 'core/contract', 'core/host'],
  renderer: ['core/contract'],
  test: ['core', 'electron', 'renderer'],
}

/** Where an allowed direction is narrower than its room. */
export const NARROW: readonly { from: string; to: string; only: RegExp; why: string }[] = [
  { from: 'core/services', to: 'core/broker', only: /^core\/services\/local-(?:broker[\w-]*|replay)\.ts$/, why: 'only the local-broker service sees the broker’s insides' },
]

export interface Thing {
  name: string
  only: readonly string[]
  isImported?: (imported: Import) => boolean
  globals?: readonly string[]
  /** Rooms that the rule says nothing about. */
  besides?: readonly string[]
}

const from = (...modules: string[]) => (imported: Import): boolean => modules.includes(imported.target)
const named = (module: string, ...names: string[]) => (imported: Import): boolean => imported.target === module && imported.names.some((name) => names.includes(name))

export const THINGS: readonly Thing[] = [
  { name: 'lmdb', only: ['core/storage'], isImported: from('lmdb'), besides: ['test'] },
  { name: 'a TCP or TLS socket', only: ['core/broker/network', 'core/client', 'core/host'], isImported: from('node:net', 'node:tls', 'net', 'tls'), besides: ['test'] },
  { name: '@platformatic/kafka', only: ['core/client'], isImported: from('@platformatic/kafka'), besides: ['test'] },
  { name: 'electron', only: ['electron'], isImported: from('electron'), besides: ['test'] },
  { name: 'ipcMain', only: ['electron/core-port-channel.ts'], isImported: named('electron', 'ipcMain') },
  { name: 'React', only: ['renderer'], isImported: from('react', 'react-dom', '@base-ui/react', '@tanstack/react-query', 'zustand') },
  {
    name: 'the time',
    only: ['core/base'],
    globals: ['Date.now', 'new Date()', 'performance.now', 'process.hrtime'],
    isImported: from('node:perf_hooks', 'perf_hooks'),
    besides: ['test', 'renderer'],
  },
  {
    name: 'a timer',
    only: ['core/base'],
    globals: ['setTimeout', 'setInterval', 'AbortSignal.timeout', 'Atomics.wait'],
    isImported: from('node:timers', 'node:timers/promises', 'timers', 'timers/promises'),
    // A probe of the network before anything runs; its limit is an argument, and the test gives a short one.
    besides: ['test', 'renderer', 'electron/locate.ts'],
  },
  {
    name: 'randomness',
    only: ['core/base'],
    globals: ['Math.random', 'crypto.randomUUID', 'crypto.getRandomValues'],
    isImported: named('node:crypto', 'randomBytes', 'randomUUID', 'randomInt', 'randomFill', 'randomFillSync', 'getRandomValues', 'webcrypto'),
    besides: ['test', 'renderer'],
  },
]

export function roomViolations(files: readonly SourceFile[]): string[] {
  return [...files.flatMap((file) => [...directionViolations(file), ...thingViolations(file)]), ...heavyPageImports(files)]
}

function directionViolations(file: SourceFile): string[] {
  const room = roomOf(file.path)
  if (room === undefined) return [`${file.path} is in no room; give its folder a row in MAY_IMPORT`]
  return file.imports.filter((imported) => imported.isOwn).flatMap((imported) => directionViolation(file, room, imported) ?? [])
}

function directionViolation({ path }: SourceFile, room: string, { target, line }: Import): string | undefined {
  const to = roomOf(target)
  if (to === room) return undefined
  // The version of the product is the one thing that is written outside of every room.
  if (to === undefined && target === 'package.json') return undefined
  if (to === undefined || !MAY_IMPORT[room]!.some((allowed) => isIn(to, allowed))) return `${path}:${line} (${room}) may not import ${target}`
  const narrow = NARROW.find((rule) => rule.from === room && isIn(to, rule.to))
  return narrow && !narrow.only.test(path) ? `${path}:${line} may not import ${target}: ${narrow.why}` : undefined
}

/** The page takes the contract as a type: the schemas themselves, and zod with them, stay in the core. */
function heavyPageImports(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const bringsZod = (path: string, seen = new Set<string>()): boolean => {
    if (seen.has(path)) return false
    seen.add(path)
    const values = byPath.get(path)?.imports.filter(({ isTypeOnly }) => !isTypeOnly) ?? []
    return values.some(({ target, isOwn }) => target === 'zod' || (isOwn && bringsZod(target, seen)))
  }
  return files
    .filter(({ path }) => roomOf(path) === 'renderer')
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target, isOwn, isTypeOnly }) => !isTypeOnly && (target === 'zod' || (isOwn && roomOf(target) !== 'renderer' && bringsZod(target))))
        .map(({ target, line }) => `${path}:${line} may import ${target} as a type only: it brings zod into the page`),
    )
}

function thingViolations(file: SourceFile): string[] {
  return THINGS.filter((thing) => ![...thing.only, ...(thing.besides ?? [])].some((place) => isIn(file.path, place))).flatMap((thing) => [
    ...file.imports.filter((imported) => thing.isImported?.(imported)).map(({ line, specifier }) => `${file.path}:${line} imports ${specifier}: ${thing.name} is only for ${thing.only.join(', ')}`),
    ...file.globals.filter(({ name }) => thing.globals?.includes(name)).map(({ line, name }) => `${file.path}:${line} uses ${name}: ${thing.name} is only for ${thing.only.join(', ')}`),
  ])
}

export function roomOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT).find((room) => isIn(path, room))
}

function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`)
}
