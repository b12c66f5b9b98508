// The page at scale, in a real Chromium over a real broker: 10,000 topics, a million records, a flood, and a value of 20 MB.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { Kafka, logLevel, type Producer } from 'kafkajs'
import { ensureBrowser } from '../e2e/browser.ts'
import { feltDuring, longest, millisecondsTo, scrollGrid, watchPage } from '../e2e/support/page-watch.ts'
import { startWorkbenchProcess } from '../support/workbench-process.ts'
import { percentile, report, withFolder } from './measure.ts'

const PAGE = join(import.meta.dirname, '../../out/renderer/index.html')
const TOPICS = 10_000
const PARTITIONS_EACH = 4
const RECORDS = 1_000_000
const FLOOD_PER_SECOND = 5_000
const FLOOD_SECONDS = 10
const LARGE_BYTES = 20_000_000
const SIZE = { width: 1280, height: 800 }

interface Bench {
  kafka: Kafka
  producer: Producer
  page: Page
  origin: string
}

if (!existsSync(PAGE)) throw new Error(`There is no page to measure: "npm run build" makes ${PAGE}.`)

await withFolder(async (folder) => {
  const workbench = await startWorkbenchProcess(folder)
  const found = await ensureBrowser()
  const browser = await chromium.launch(found ? { executablePath: found.executablePath, env: { ...process.env, ...found.env } } : {})
  try {
    const kafka = new Kafka({ clientId: 'bench', brokers: [`127.0.0.1:${workbench.port}`], logLevel: logLevel.NOTHING })
    const producer = kafka.producer()
    await producer.connect()
    for (const measure of [largeValue, flood, millionRecords, manyTopics].filter(({ name }) => isWanted(name))) {
      const page = await openPage(browser, workbench.url)
      await measure({ kafka, producer, page, origin: new URL(workbench.url).origin })
      await page.context().close()
    }
    await producer.disconnect()
  } finally {
    await browser.close()
    await workbench.stop()
  }
})

/** By hand: `node test/bench/page.ts flood`. */
function isWanted(name: string): boolean {
  const wanted = process.argv.slice(2)
  return wanted.length === 0 || wanted.includes(name)
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: SIZE })).newPage()
  await watchPage(page)
  await page.goto(url)
  await page.locator('nav').first().waitFor()
  return page
}

async function manyTopics({ kafka, page, origin }: Bench): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  for (let first = 0; first < TOPICS; first += 500) {
    const topics = Array.from({ length: 500 }, (_, place) => ({ topic: nameOf(first + place), numPartitions: PARTITIONS_EACH }))
    await admin.createTopics({ topics, waitForLeaders: false, timeout: 60_000 })
  }
  await admin.disconnect()
  await page.goto(`${origin}/#/local/settings`)
  await page.reload()
  await page.locator('nav').first().waitFor()
  const name = `${TOPICS.toLocaleString('en')} topics, ${(TOPICS * PARTITIONS_EACH).toLocaleString('en')} partitions`
  let openMs = 0
  const opening = await feltDuring(page, async () => {
    openMs = await millisecondsTo(page, { go: '#/local/topics', until: '[role=row][data-index]', text: 'service-' })
  })
  report({ name: `${name}: from opening the list to rows that can be used`, value: openMs, unit: 'ms', goal: '<= 1000 ms' })
  report({ name: `${name}: longest task while it opens (0 = none above 50 ms)`, value: longest(opening.longTasks), unit: 'ms' })
  const scrolling = await feltDuring(page, () => scrollGrid(page, 400, 240))
  frames(`${name}: scrolling the list`, scrolling.frames, scrolling.longTasks)
  await page.keyboard.press('/')
  const typing = await feltDuring(page, () => page.keyboard.type('service-0777', { delay: 60 }))
  await page.getByText(nameOf(7_770)).first().waitFor()
  report({ name: `${name}: slowest key of a filter`, value: longest(typing.inputs), unit: 'ms', goal: '<= 100 ms' })
}

function nameOf(index: number): string {
  return `service-${String(index).padStart(5, '0')}.events`
}

async function millionRecords({ producer, page }: Bench): Promise<void> {
  for (let first = 0; first < RECORDS; first += 10_000) {
    const messages = Array.from({ length: 10_000 }, (_, place) => ({ key: `o-${first + place}`, value: orderOf(first + place) }))
    await producer.send({ topic: 'million', messages })
  }
  await millisecondsTo(page, { go: '#/local/topics/million', until: '[role=row][data-index]', text: `o-${RECORDS - 1}` })
  const name = `${RECORDS.toLocaleString('en')} records`
  const wheel = await feltDuring(page, () => scrollGrid(page, 120, 600))
  frames(`${name}: scrolling at 7,200 pixels a second, reading on below`, wheel.frames, wheel.longTasks)
  const readMs = await readAll(page)
  report({ name: `${name}: reading all of them by going to the end`, value: RECORDS / (readMs / 1_000), unit: 'records/s' })
  const back = await feltDuring(page, () => scrollGrid(page, -2_600, 600))
  frames(`${name}: scrolling back through what was read, 100 rows a frame`, back.frames, back.longTasks)
  report({ name: `${name}: memory of the page's scripts afterwards`, value: (await heapBytes(page)) / 2 ** 20, unit: 'MiB' })
}

/** Goes to the end again and again until all is read. */
async function readAll(page: Page): Promise<number> {
  return page.evaluate(async (records) => {
    const started = performance.now()
    const grid = document.querySelector('[role=grid]')!
    while (Number(grid.getAttribute('aria-rowcount')) <= records) {
      if (performance.now() - started > 300_000) throw new Error(`after five minutes ${grid.getAttribute('aria-rowcount')} rows`)
      grid.scrollTop = grid.scrollHeight
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    return performance.now() - started
  }, RECORDS)
}

async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

async function flood({ producer, page }: Bench): Promise<void> {
  await producer.send({ topic: 'flood', messages: [{ key: 'first', value: '{}' }] })
  await millisecondsTo(page, { go: '#/local/topics/flood', until: '[role=row][data-index]', text: 'first' })
  const name = `tail of ${FLOOD_PER_SECOND.toLocaleString('en')} messages/s`
  const felt = await feltDuring(page, async () => {
    const ended = pour(producer)
    for (let second = 0; second < FLOOD_SECONDS * 2; second += 1) {
      await page.keyboard.press(second % 2 === 0 ? 'ArrowDown' : 'ArrowUp')
      await page.waitForTimeout(500)
    }
    await ended
  })
  const sent = FLOOD_PER_SECOND * FLOOD_SECONDS
  await page.waitForFunction((count) => Number(/([\d\s]+) arrived/.exec(document.body.innerText)?.[1]?.replaceAll(/\s/g, '')) === count, sent)
  frames(name, felt.frames, felt.longTasks)
  report({ name: `${name}: slowest key`, value: longest(felt.inputs), unit: 'ms', goal: '<= 100 ms' })
}

/** Evenly: 50 messages a hundred times a second. */
async function pour(producer: Producer): Promise<void> {
  const started = performance.now()
  const each = FLOOD_PER_SECOND / 100
  for (let beat = 0; beat < FLOOD_SECONDS * 100; beat += 1) {
    const early = started + beat * 10 - performance.now()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    await producer.send({ topic: 'flood', messages: Array.from({ length: each }, (_, place) => ({ key: `k-${beat}-${place}`, value: orderOf(beat * each + place) })) })
  }
}

async function largeValue({ kafka, producer, page }: Bench): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'large', numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '33554432' }] }] })
  await admin.disconnect()
  const value = JSON.stringify({ id: 1, lines: Array.from({ length: LARGE_BYTES / 96 }, (_, line) => `${String(line).padStart(8, '0')} ${'x'.repeat(85)}`) })
  await producer.send({ topic: 'large', messages: [{ key: 'large', value, headers: { traceId: '4bf92f35' } }] })
  await millisecondsTo(page, { go: '#/local/topics/large', until: '[role=row][data-index]', text: 'large' })
  const name = `a value of ${(value.length / 1e6).toFixed(0)} MB`
  let openMs = 0
  const opening = await feltDuring(page, async () => {
    openMs = await millisecondsTo(page, { press: '[role=row][data-index="0"]', until: '[aria-label=Value]', text: '00000001' })
  })
  report({ name: `${name}: from the click to its first lines`, value: openMs, unit: 'ms', goal: '<= 300 ms' })
  report({ name: `${name}: longest task while it opens (0 = none above 50 ms)`, value: longest(opening.longTasks), unit: 'ms', goal: '< 50 ms' })
  const headersMs = await millisecondsTo(page, { press: '[aria-label="Parts of the record"] [role=tab]:nth-of-type(3)', until: '[aria-label=Headers]', text: 'traceId' })
  report({ name: `${name}: from the click to its headers`, value: headersMs, unit: 'ms', goal: '<= 50 ms' })
}

function frames(name: string, measured: readonly number[], longTasks: readonly number[]): void {
  report({ name: `${name}: frame, p50`, value: percentile(measured, 0.5), unit: 'ms', goal: '<= 17 ms' })
  report({ name: `${name}: frame, p99`, value: percentile(measured, 0.99), unit: 'ms' })
  report({ name: `${name}: longest task (0 = none above 50 ms)`, value: longest(longTasks), unit: 'ms' })
}

function orderOf(id: number): string {
  return `{"id":${id},"customer":{"name":"Ada Lovelace","since":2019},"total":${(id % 9_000) / 100},"paid":${id % 3 !== 0}}`
}
