// The frame of the window: the theme, the keys, a core that goes away, and places that are gone.
import { expect } from '@playwright/test'
import { blankTopic } from './support/fake-state.ts'
import { callsOf, test } from './support/fake-test.ts'
import { busy } from './support/sample-data.ts'

test('a lost core is said, old data stays, and everything is read again after it is back', async ({ page, start, complaints }) => {
  const core = await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  const callsBefore = callsOf(core, 'topics.list').length
  core.state.topics = [...core.state.topics, blankTopic('made-meanwhile', 1)]
  await core.goDown()
  await expect(page.getByRole('alert')).toContainText('The connection to Headwater’s core was lost at')
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('If Headwater was started again, open the new address that it printed.')
  await core.comeBack()
  await expect(page.getByRole('alert')).toBeHidden({ timeout: 15_000 })
  await expect(page.getByRole('row', { name: /made-meanwhile/ })).toBeVisible()
  expect(callsOf(core, 'topics.list').length).toBeGreaterThan(callsBefore)
  // The browser itself reports each attempt that found nobody, and what was cut off while it loaded.
  expect(complaints.filter((complaint) => !/\/rpc|net::ERR_/.test(complaint))).toEqual([])
  complaints.length = 0
})

test('the theme is the system’s until chosen, and the choice is kept', async ({ page, start }) => {
  await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme'])
  expect(await theme()).toBeUndefined()
  await page.keyboard.press('ControlOrMeta+Shift+L')
  await expect.poll(theme).toBe('light')
  await page.keyboard.press('ControlOrMeta+Shift+L')
  await expect.poll(theme).toBe('dark')
  await page.reload()
  await expect.poll(theme).toBe('dark')
})

test('the places of the rail are reached by keys, and the sheet of keys opens and closes', async ({ page, start }) => {
  await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  for (const [keys, heading] of [
    ['c', 'Compose'],
    ['Alt+3', 'Groups'],
  ] as const) {
    await page.keyboard.press(keys)
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible()
  }
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('a cluster that is gone is said, with a way out', async ({ page, start }) => {
  await start(busy(), '#/nowhere/topics')
  await expect(page.getByText('There is no cluster “nowhere” here')).toBeVisible()
  await page.getByRole('button', { name: 'Go home' }).click()
  await expect(page).toHaveURL(/#\/local\/home/)
})
