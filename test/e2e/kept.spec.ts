// What survives: tabs, filter, sorting and position over a reload and over a restart of the core; and links that open a topic, a record, a group.
import { expect, type Page } from '@playwright/test'
import { busy } from './support/sample-data.ts'
import { grid, test as fakeTest } from './support/fake-test.ts'
import { test } from './support/workbench.ts'

const tabs = (page: Page) => page.getByRole('navigation', { name: 'Tabs' })

test('tabs, the filter and the place come back after Headwater was started again', async ({ page, workbench, complaints }) => {
  await workbench.core.services.demo.load()
  await page.goto(`${workbench.web.url}#/local/topics`)
  await page.getByRole('row', { name: /demo\.orders/ }).click()
  await expect(grid(page).locator('[data-index="0"]')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('ORD-')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Reading' }).getByRole('status')).toContainText('match')
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('demo.billing')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByRole('heading', { name: 'demo.billing' })).toBeVisible()
  const open = await tabs(page).getByRole('listitem').allTextContents()
  await workbench.restart()
  await page.goto(workbench.web.url)
  await expect(page.getByRole('heading', { name: 'demo.billing' })).toBeVisible()
  expect(await tabs(page).getByRole('listitem').allTextContents()).toEqual(open)
  await page.goto(`${new URL(workbench.web.url).origin}/#/local/topics/demo.orders`)
  await expect(page.getByRole('textbox', { name: /^Contains|^Find/ })).toHaveValue('ORD-')
  await expect(page.getByRole('region', { name: 'Reading' }).getByRole('status')).toContainText('match')
  // While the core was away the browser reported that nobody answered.
  complaints.length = 0
})

fakeTest('a link opens a topic, a side of it, a record, a group; and names the cluster by id or by name', async ({ page, start }) => {
  const core = await start(busy(), '#/local/topics/orders?record=2:8731')
  await expect(page.getByRole('complementary', { name: 'Record orders-2 @ 8731' })).toBeVisible()
  await expect(page.getByRole('row', { name: /o-1395/ })).toHaveAttribute('aria-selected', 'true')
  await page.goto(`${core.url}#/local/topics/orders/config`)
  await expect(page.getByRole('tab', { name: 'Configuration' })).toHaveAttribute('aria-selected', 'true')
  await page.goto(`${core.url}#/local/groups/billing`)
  await expect(page.getByRole('heading', { name: 'billing' })).toBeVisible()
  await page.goto(`${core.url}#/Local%20broker/topics/payments`)
  await expect(page.getByRole('heading', { name: 'payments' })).toBeVisible()
})

fakeTest('tabs are opened, gone through and closed by keys', async ({ page, start }) => {
  await start(busy(), '#/local/topics')
  await expect(page.getByText('about').first()).toBeVisible()
  await page.keyboard.press('Alt+d')
  await expect(tabs(page).getByRole('listitem')).toHaveCount(2)
  await page.keyboard.press('Alt+3')
  await expect(page.getByRole('heading', { name: 'Groups' })).toBeVisible()
  await page.keyboard.press('Alt+PageUp')
  await expect(page.getByRole('heading', { name: 'Topics' })).toBeVisible()
  await page.keyboard.press('Alt+w')
  await expect(tabs(page).getByRole('listitem')).toHaveCount(1)
  await expect(page.getByRole('heading', { name: 'Groups' })).toBeVisible()
})
