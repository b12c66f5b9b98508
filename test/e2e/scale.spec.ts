// The page at scale stays usable: what is drawn and asked for is bounded, and nothing is lost count of. Figures are taken by test/bench/page.ts.
import { expect, type Page } from '@playwright/test'
import { callsOf, grid, test } from './support/fake-test.ts'
import { blankTopic } from './support/fake-state.ts'
import { busy, records } from './support/sample-data.ts'
import { feltDuring, longest, scrollGrid, watchPage } from './support/page-watch.ts'

/** Generous: the machine that runs the tests runs others beside them. A freeze is longer. */
const FREEZE_MS = 1_500

const drawnRows = (page: Page): Promise<number> => grid(page).locator('[role=row][data-index]').count()

test.beforeEach(({ page }) => watchPage(page))

test('10,000 topics with 40,000 partitions: the list is there at once, and details are asked for visible rows only', async ({ page, start }) => {
  const topics = Array.from({ length: 10_000 }, (_, index) => blankTopic(`service-${String(index).padStart(5, '0')}.events`, 4, 400n))
  const core = await start({ ...busy(), topics }, '#/local/topics')
  const opening = await feltDuring(page, async () => page.getByText('service-00000.events').waitFor())
  expect(longest(opening.longTasks)).toBeLessThan(FREEZE_MS)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '10001')
  expect(await drawnRows(page)).toBeLessThan(100)
  const scrolling = await feltDuring(page, () => scrollGrid(page, 1_000, 60))
  expect(longest(scrolling.longTasks)).toBeLessThan(FREEZE_MS)
  await page.keyboard.press('/')
  await page.keyboard.type('service-07777')
  await expect(grid(page).locator('[role=row][data-index]')).toHaveCount(1)
  const asked = callsOf(core, 'topics.glance').flatMap((input) => (input as { topics: string[] }).topics)
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.length).toBeLessThan(6_000)
  expect(callsOf(core, 'topics.describe')).toEqual([])
})

test('a tail of 5,000 messages a second: keys are answered, and received = drawn + dropped', async ({ page, start }) => {
  const core = await start({ ...busy(), rows: [] }, '#/local/topics/orders')
  await expect.poll(() => callsOf(core, 'messages.tail').length).toBeGreaterThan(0)
  const SECONDS = 3
  const [shownEach, droppedEach] = [300, 200]
  const felt = await feltDuring(page, async () => {
    for (let beat = 1; beat <= SECONDS * 10; beat += 1) {
      const rows = records(shownEach, BigInt(beat * 1_000))
      core.state.emit({ rows, received: beat * (shownEach + droppedEach), droppedFromView: droppedEach })
      await page.waitForTimeout(100)
      if (beat % 5 === 0) await page.keyboard.press('ArrowDown')
    }
  })
  expect(longest(felt.longTasks)).toBeLessThan(FREEZE_MS)
  expect(longest(felt.inputs)).toBeLessThan(FREEZE_MS)
  const drawn = SECONDS * 10 * shownEach
  // Whoever walks through the list is not overrun: what has come meanwhile waits, all of it.
  await page.getByRole('button', { name: /^Show .* new$/ }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(drawn + 1))
  expect(await drawnRows(page)).toBeLessThan(100)
})
