// No file lies about that nothing leads to: every source file is reachable from an entry, every helper of the tests from a test.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSource, PROJECT_ROOT, readSourceTree, type SourceFile } from './source-tree.ts'

/** Where programs start; the page's entry is in renderer/index.html. */
const ENTRIES = [
  'electron/main.ts',
  'renderer/public/first-paint.js', // named by the page, served as it is
  'electron/core-entry.ts',
  'electron/preload.ts',
  'electron/start.mjs',
  'electron/dev.ts',
  'core/host/headwater.mjs',
]

function pageEntries(): string[] {
  const html = readFileSync(join(PROJECT_ROOT, 'renderer/index.html'), 'utf8')
  return [...html.matchAll(/<script[^>]+src="\/?([^"]+)"/g)].map((match) => `renderer/${match[1]!.replace(/^\.\//, '')}`)
}

/** Tests are entries of the tests, and so is a script that package.json or .ci names, or another program runs. */
function testEntries(files: readonly SourceFile[]): string[] {
  const scripts = Object.values((JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts)
  const named = scripts.flatMap((script) => [...script.matchAll(/test\/[\w/.-]+/g)].map((match) => match[0]))
  const byHand = ['test/tidy/complete-version.mjs', 'test/conformance/apache-kafka/run.ts']
  return [...files.filter(({ path }) => /\.(test|spec)\.tsx?$/.test(path)).map(({ path }) => path), ...named, ...byHand]
}

function unreachable(files: readonly SourceFile[], entries: readonly string[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Set<string>()
  const pending = [...entries]
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const file = byPath.get(path)
    if (file === undefined || reached.has(path)) continue
    reached.add(path)
    pending.push(...file.imports.filter(({ isOwn }) => isOwn).map(({ target }) => target))
  }
  return files.map(({ path }) => path).filter((path) => !reached.has(path))
}

const isTest = ({ path }: SourceFile): boolean => path.startsWith('test/')

it('every source file is reachable from an entry', () => {
  const files = readSourceTree()
  expect(unreachable(files.filter((file) => !isTest(file)), [...ENTRIES, ...pageEntries()])).toEqual([])
})

it('every file of the tests is a test, a script, or used by one', () => {
  const files = readSourceTree()
  expect(unreachable(files.filter(isTest), testEntries(files))).toEqual([])
})

describe('the check', () => {
  it('reports a file that nothing imports, an island of two, and what only a test uses', () => {
    const files = [
      parseSource('core/host/headwater.mjs', `await import('./a.ts')`),
      parseSource('core/host/a.ts', `new Worker(new URL('./worker.ts', import.meta.url))`),
      parseSource('core/host/worker.ts', ''),
      parseSource('core/host/lonely.ts', ''),
      parseSource('core/host/island-1.ts', `import './island-2.ts'`),
      parseSource('core/host/island-2.ts', `import './island-1.ts'`),
    ]
    expect(unreachable(files, ENTRIES)).toEqual(['core/host/lonely.ts', 'core/host/island-1.ts', 'core/host/island-2.ts'])
  })
})
