// What the build is made of: which bundle needs Electron, what the preload is, what must not be in the page.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }

/** The modules outside of the bundle that an entry and its chunks import. */
function externals(file: string, seen = new Map<string, string[]>()): string[] {
  if (!seen.has(file)) {
    const found = [...readFileSync(file, 'utf8').matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{},\s]+?from\s*)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']\s*\)/g)].map(
      (match) => match[1] ?? match[2]!,
    )
    seen.set(file, found.filter((specifier) => !specifier.startsWith('.')))
    for (const specifier of found) {
      const chunk = join(dirname(file), specifier)
      if (specifier.startsWith('.') && existsSync(chunk)) externals(chunk, seen)
    }
  }
  return [...new Set([...seen.values()].flat())]
}

for (const [entry, needsElectron] of [['main', true], ['core', false], ['server', false]] as const) {
  test(`${entry}.js ${needsElectron ? 'is the one that imports electron' : 'runs without electron'}`, () => {
    expect(externals(`out/main/${entry}.js`).includes('electron')).toBe(needsElectron)
  })
}

test('the core and the server load Node’s modules and the packaged dependencies, and nothing else', () => {
  const allowed = new Set([...builtinModules, ...Object.keys(manifest.dependencies)])
  for (const entry of ['core', 'server']) {
    const foreign = externals(`out/main/${entry}.js`).filter((name) => !name.startsWith('node:') && !allowed.has(name))
    expect(foreign, entry).toEqual([])
  }
})

test('the main process does not carry the core: the database stays in the core’s process', () => {
  const names = externals('out/main/main.js')
  expect(names).not.toContain('lmdb')
})

test('the preload is one CommonJS file that requires electron only, as the sandbox demands', () => {
  expect(readdirSync('out/preload')).toEqual(['preload.cjs'])
  const text = readFileSync('out/preload/preload.cjs', 'utf8')
  expect([...text.matchAll(/require\(["']([^"']+)["']\)/g)].map((match) => match[1])).toEqual(['electron'])
  expect(text).not.toMatch(/^(import|export)\b/m)
})

test('the page has no inline script and loads nothing from elsewhere', () => {
  const html = readFileSync('out/renderer/index.html', 'utf8')
  const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)]
  expect(scripts.length).toBeGreaterThan(0)
  for (const [, attributes, body] of scripts) {
    expect(attributes).toMatch(/src="\.?\//)
    expect(body!.trim()).toBe('')
  }
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//)
})

test('fonts are files: the content security policy has no data: for them', () => {
  const styles = readdirSync('out/renderer/assets').filter((file) => file.endsWith('.css'))
  expect(styles).not.toEqual([])
  for (const file of styles) expect(readFileSync(join('out/renderer/assets', file), 'utf8')).not.toContain('url(data:font')
})

test('zod stays in the core: the page takes the contract as a type', () => {
  const scripts = readdirSync('out/renderer/assets').filter((file) => file.endsWith('.js'))
  expect(scripts.filter((file) => readFileSync(join('out/renderer/assets', file), 'utf8').includes('ZodError'))).toEqual([])
})

test('no bundle looks for a file beside itself that is not there', () => {
  const scripts = readdirSync('out/main', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
  for (const script of scripts) {
    const text = readFileSync(join('out/main', script), 'utf8')
    const wanted = [...text.matchAll(/new URL\(\s*["'](\.[^"']+)["'],\s*import\.meta\.url\s*\)/g)].map((match) => match[1]!)
    expect(wanted.filter((path) => !existsSync(join('out/main', dirname(script), path))), script).toEqual([])
  }
})
