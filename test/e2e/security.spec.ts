// Who may use the local broker, by keyboard alone: users and access rules are added, asked about, removed and brought back.
import { expect } from '@playwright/test'
import { callsOf, test } from './support/fake-test.ts'
import { busy } from './support/sample-data.ts'

test('a user and a rule are added with Enter; a user is kept or removed, and a rule comes back', async ({ page, start }) => {
  const core = await start(busy(), '#/local/broker')
  await page.getByRole('button', { name: 'Security', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Security of the local broker' })
  await dialog.getByLabel('User', { exact: true }).fill('alice')
  await dialog.getByLabel('Password').fill('secret')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Remove alice…' })).toBeVisible()
  expect(callsOf(core, 'localBroker.setUser')).toEqual([{ name: 'alice', password: 'secret' }])

  await dialog.getByLabel('Principal').fill('User:alice')
  await dialog.getByLabel('Name', { exact: true }).fill('orders')
  await page.keyboard.press('Enter')
  const rule = 'ALLOW User:alice READ on TOPIC orders from any address'
  await dialog.getByRole('button', { name: `Remove the rule: ${rule}` }).click()
  await expect(dialog.getByText(`Removed: ${rule}`)).toBeVisible()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(dialog.getByRole('button', { name: `Remove the rule: ${rule}` })).toBeVisible()

  await dialog.getByRole('button', { name: 'Remove alice…' }).click()
  await expect(dialog.getByRole('button', { name: 'Keep' })).toBeFocused()
  await page.keyboard.press('Enter')
  expect(callsOf(core, 'localBroker.removeUser')).toEqual([])
  await dialog.getByRole('button', { name: 'Remove alice…' }).click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(dialog.getByText('Nobody yet')).toBeVisible()
})
