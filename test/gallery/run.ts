// Pictures of every screen, its empty and its error state: `node test/gallery/run.ts [name…]`. `--readme` renews the README's, `--no-build` takes the page as built.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from '@playwright/test'
import { ensureBrowser } from '../e2e/browser.ts'
import { type FakeCore, startFakeCore } from '../e2e/support/fake-core.ts'
import { contactSheet, type Picture } from './contact-sheet.ts'
import { type DemoWorkbench, startDemo } from './demo.ts'
import { README_SHOTS, type Shot, SHOTS } from './shots.ts'
import { smallPng } from './small-png.ts'

const ROOT = join(import.meta.dirname, '../..')
const OUT = join(ROOT, 'test-results/gallery')
const README_PICTURES = join(import.meta.dirname, 'pictures')
const SCHEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

interface Setting {
  scheme: (typeof SCHEMES)[number]
  size: (typeof SIZES)[number]
  file: (shot: Shot) => string
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { readme: { type: 'boolean' }, 'no-build': { type: 'boolean' } } })
if (!values['no-build']) build()
const wanted = (values.readme ? README_SHOTS : SHOTS).filter(({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)))
if (wanted.length === 0) throw new Error(`No picture is called "${positionals.join(' ')}"; there are ${SHOTS.map(({ name }) => name).join('; ')}.`)
const failures = values.readme ? await takeForReadme() : await takeGallery()
for (const failure of failures) console.error(failure)
process.exitCode = failures.length > 0 ? 1 : 0

function build(): void {
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
  if (status !== 0) throw new Error('The page could not be built.')
}

async function takeForReadme(): Promise<string[]> {
  mkdirSync(README_PICTURES, { recursive: true })
  return take([{ scheme: 'dark', size: SIZES[0]!, file: ({ name }) => join(README_PICTURES, `${name}.png`) }])
}

async function takeGallery(): Promise<string[]> {
  rmSync(OUT, { recursive: true, force: true })
  mkdirSync(OUT, { recursive: true })
  const settings = SCHEMES.flatMap((scheme) =>
    SIZES.map((size): Setting => ({ scheme, size, file: (shot) => join(OUT, fileName(shot, scheme, size.width)) })),
  )
  const failed = await take(settings)
  const pictures = wanted.flatMap((shot) =>
    settings.map(({ scheme, size }): Picture => ({ shot: shot.name, scheme, width: size.width, file: fileName(shot, scheme, size.width) })),
  )
  writeFileSync(join(OUT, 'index.html'), contactSheet(pictures))
  console.log(`${pictures.length} pictures: ${join(OUT, 'index.html')}`)
  return failed
}

function fileName({ name }: Shot, scheme: string, width: number): string {
  return `${name.replaceAll(/[^a-z0-9]+/g, '-')}.${scheme}.${width}.png`
}

async function take(settings: readonly Setting[]): Promise<string[]> {
  const found = await ensureBrowser()
  const browser = await chromium.launch(found ? { executablePath: found.executablePath, env: { ...process.env, ...found.env } } : {})
  const demo = wanted.some(({ core }) => core === 'demo') ? await startDemo() : null
  const failed: string[] = []
  try {
    for (const setting of settings) {
      for (const shot of wanted) {
        const failure = await picture(browser, demo, shot, setting)
        if (failure !== null) failed.push(failure)
      }
    }
  } finally {
    await browser.close()
    await demo?.stop()
  }
  return failed
}

/** The picture is taken even of a screen that did not become what it should: it shows why. */
async function picture(browser: Browser, demo: DemoWorkbench | null, shot: Shot, setting: Setting): Promise<string | null> {
  const fake: FakeCore | null = shot.core === 'demo' ? null : await startFakeCore(shot.core())
  const context = await browser.newContext({ colorScheme: setting.scheme, viewport: setting.size, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  let failure: string | null = null
  try {
    await page.goto(`${fake?.url ?? demo!.web.url}${shot.place}`)
    await shot.ready(page, fake)
    await page.waitForFunction(() => document.querySelector('.skeleton') === null)
    await page.evaluate(() => document.fonts.ready)
  } catch (error) {
    failure = `${shot.name}, ${setting.scheme}: ${(error as Error).message.split('\n')[0]}`
  }
  const png = await page.screenshot()
  writeFileSync(setting.file(shot), values.readme ? smallPng(png) : png)
  await context.close()
  await fake?.close()
  return failure
}
