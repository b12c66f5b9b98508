// The records of a topic on the screen: live, paused, filtered, walked, copied; and where they stood after a reload.
import { expect } from '@playwright/test'
import { callsOf, grid, test } from './support/fake-test.ts'
import { busy, records } from './support/sample-data.ts'

const ORDERS = '#/local/topics/orders'

test('what takes long shows its shape, not a spinner', async ({ page, start }) => {
  await start({ ...busy(), hanging: new Set(['messages.browse']) }, ORDERS)
  await expect(page.getByRole('status', { name: 'Reading orders' }).locator('.skeleton').first()).toBeVisible()
})

test('records are walked with the inspector following, and the focus comes back when it closes', async ({ page, start }) => {
  await start(busy(), ORDERS)
  await expect(page.getByRole('row', { name: /o-1398/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const inspector = page.getByRole('complementary')
  await expect(inspector).toHaveAccessibleName('Record orders-0 @ 8733')
  await page.keyboard.press('ArrowDown')
  await expect(inspector).toHaveAccessibleName('Record orders-2 @ 8732')
  await page.keyboard.press('End')
  await expect(inspector).toHaveAccessibleName('Record orders-2 @ 8666')
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
  await expect(page.getByRole('row', { name: /o-1200/ })).toBeFocused()
})

test('a reload keeps the place: the record, the filter, and how far the list was scrolled', async ({ page, start }) => {
  await start(busy(), ORDERS)
  await page.getByRole('row', { name: /o-1398/ }).click()
  await expect(page.getByRole('complementary')).toHaveAccessibleName('Record orders-2 @ 8732')
  await page.keyboard.press('Escape')
  await grid(page).evaluate((element) => (element.scrollTop = 2_600))
  await expect(page.getByRole('row', { name: /o-1299/ })).toBeVisible()
  await page.getByRole('row', { name: /o-1295/ }).click()
  await expect(page.getByRole('complementary')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('row', { name: /o-1295/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('complementary')).toBeVisible()
  await expect.poll(() => grid(page).evaluate((element) => element.scrollTop)).toBe(2_600)
})

test('the tail pauses, counts what waits, resumes, and tells what was dropped from view', async ({ page, start }) => {
  const core = await start(busy(), ORDERS)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '201')
  const tail = page.getByLabel('Live tail and selection')
  const arriving = records(500, 20_000n)
  await page.keyboard.press('Space')
  await expect(tail).toContainText('paused')
  core.state.emit({ rows: arriving.slice(200), received: 300 })
  await expect(tail).toContainText('300 waiting')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '201')
  await page.keyboard.press('Space')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '501')
  core.state.emit({
    rows: arriving.slice(0, 200),
    droppedFromView: 1_200,
    received: 1_700,
    errors: [{ partition: 1, message: 'Partition 1 has no leader.' }],
  })
  await expect(tail).toContainText(/dropped from view: 1\s?200/)
  await expect(page.getByText('The live tail misses partitions and tries them again:')).toBeVisible()
})

test('rows that arrive on top do not move what is being read', async ({ page, start }) => {
  const core = await start(busy(), ORDERS)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '201')
  const row = page.getByRole('row', { name: /o-1300/ })
  await grid(page).evaluate((element) => (element.scrollTop = 2_500))
  await expect(row).toBeVisible()
  const before = await row.boundingBox()
  core.state.emit({ rows: records(60, 20_000n), received: 60 })
  await expect(page.getByText('60 arrived')).toBeVisible()
  expect(await row.boundingBox()).toEqual(before)
})

test('a filter asks the core, not the page; Escape gives everything back', async ({ page, start }) => {
  const core = await start(busy(), ORDERS)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '201')
  await page.keyboard.press('/')
  await page.keyboard.type('o-1300')
  await page.keyboard.press('Enter')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2')
  expect(callsOf(core, 'messages.browse').at(-1)).toMatchObject({ filter: 'o-1300', start: { kind: 'newest' } })
  await page.keyboard.press('/')
  await page.keyboard.press('Escape')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '201')
})

test('rows are selected by mouse and by keys, and copied as JSONL that reads back equal', async ({ page, start, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await start(busy(), ORDERS)
  await page.getByRole('row', { name: /o-1398/ }).click({ modifiers: ['ControlOrMeta'] })
  await page.getByRole('row', { name: /o-1395/ }).click({ modifiers: ['Shift'] })
  await expect(page.getByText('4 selected')).toBeVisible()
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('5 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Copy as JSONL' }).click()
  const copied = async () => (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n')
  await expect.poll(async () => (await copied()).length).toBe(5)
  expect((await copied()).map((line) => (JSON.parse(line) as { offset: unknown }).offset)).toHaveLength(5)
  await page.keyboard.press('Escape')
  await expect(page.getByText('5 selected')).toBeHidden()
})

test('the menu of a row opens by the right button and by keys, and gives the focus back', async ({ page, start }) => {
  await start(busy(), ORDERS)
  const row = page.getByRole('row', { name: /o-1398/ })
  await row.click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Copy value' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toBeHidden()
  await expect(row).toBeFocused()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.getByRole('menuitem', { name: 'Filter by this key' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2')
})
