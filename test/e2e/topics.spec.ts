// The list of topics: walked by keys, kept when a refresh fails, created in and deleted from.
import { expect } from '@playwright/test'
import { callsOf, grid, test } from './support/fake-test.ts'
import { busy, unreachable } from './support/sample-data.ts'

test('a failed refresh keeps the last good list with its age and offers the next step', async ({ page, start }) => {
  const core = await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  core.state.failing['topics.list'] = unreachable
  await page.keyboard.press('Shift+R')
  await expect(page.getByRole('alert')).toContainText('did not answer')
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  await expect(page.getByText('as of').first()).toBeVisible()
  core.state.failing = {}
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('the list is filtered, walked and opened by keyboard alone', async ({ page, start }) => {
  await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Filter topics')).toBeFocused()
  await page.keyboard.type('er')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('row', { name: /orders/ })).toBeFocused()
  await page.keyboard.press('j')
  await expect(page.getByRole('row', { name: /customers/ })).toBeFocused()
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'orders' })).toBeVisible()
  await page.keyboard.press('Shift+P')
  await expect(page.getByRole('grid', { name: 'Partitions' })).toBeVisible()
  await page.keyboard.press('Shift+M')
  await expect(page.getByRole('row', { name: /o-1398/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Topics' })).toBeVisible()
})

test('a header sorts by click and by key, and its width is set by hand and kept', async ({ page, start }) => {
  await start(busy())
  const first = grid(page).locator('[data-index="0"]')
  await expect(first).toContainText('orders')
  await page.getByRole('columnheader', { name: 'Partitions' }).click()
  await expect(page.getByRole('columnheader', { name: 'Partitions' })).toHaveAttribute('aria-sort', 'descending')
  await expect(first).toContainText('payments')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Partitions' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(first).toContainText('orders')
  const width = () => page.getByRole('columnheader', { name: 'Partitions' }).evaluate((cell: HTMLElement) => cell.offsetWidth)
  const before = await width()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(width).toBe(before + 16)
  await page.reload()
  await expect(first).toBeVisible()
  await expect.poll(width).toBe(before + 16)
})

test('a topic is created from the keyboard, and a refusal stays in the dialog', async ({ page, start }) => {
  const core = await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Create topic' })
  await dialog.getByLabel('Name').fill('not allowed')
  await expect(dialog.getByRole('alert')).toContainText('A topic name cannot contain " "')
  await dialog.getByLabel('Name').fill('invoices')
  await dialog.getByLabel('Partitions').fill('4')
  core.state.failing['topics.create'] = {
    code: 'KAFKA_ERROR',
    data: { message: 'Topic "invoices" exists already.', remedy: 'Choose another name.', code: 36, name: 'TOPIC_ALREADY_EXISTS' },
  }
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('Topic "invoices" exists already. Choose another name.')
  core.state.failing = {}
  await dialog.getByRole('button', { name: 'Create topic' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: /invoices/ })).toHaveAttribute('aria-selected', 'true')
  expect(callsOf(core, 'topics.create').at(-1)).toMatchObject({ connectionId: 'local', topic: 'invoices', partitionCount: 4 })
})

test('a topic is deleted only after its name was typed, and the list forgets it', async ({ page, start }) => {
  const core = await start(busy())
  const row = page.getByRole('row', { name: /payments/ })
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete topic…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete payments' })
  const verb = dialog.getByRole('button', { name: 'Delete payments' })
  await expect(verb).toBeDisabled()
  await page.keyboard.type('payment')
  await expect(verb).toBeDisabled()
  await page.keyboard.type('s')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(row).toBeHidden()
  expect(callsOf(core, 'topics.delete')).toMatchObject([{ topic: 'payments', confirmName: 'payments' }])
})
