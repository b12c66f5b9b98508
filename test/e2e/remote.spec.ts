// A remote cluster: added by its address, read-only in words until its name is typed, then written to; and what a failed connection says.
import { expect } from '@playwright/test'
import { callsOf, test as fakeTest } from './support/fake-test.ts'
import { startWorkbench } from './support/real-core.ts'
import { busy } from './support/sample-data.ts'
import { test, writeInEditor } from './support/workbench.ts'

test('a second Headwater is added, refuses writes until armed by its typed name, and then takes a message', async ({ page, workbench }) => {
  const remote = await startWorkbench('node')
  const admin = remote.kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 3 }] })
  await page.goto(workbench.web.url)
  await page.getByRole('button', { name: /^Cluster:/ }).click()
  await page.getByRole('menuitem', { name: 'Connect to a cluster…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Connect to a cluster' })
  await dialog.getByLabel('Bootstrap servers').fill(remote.core.kafka)
  await dialog.getByLabel('Name').fill('staging')
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog.getByRole('status').filter({ hasText: 'The connection works' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(dialog).toBeHidden()
  const switcher = page.getByRole('button', { name: /^Cluster:/ })
  await expect(switcher).toContainText('staging')
  await expect(switcher).toContainText('REMOTE')
  await expect(switcher).toContainText('READ-ONLY')
  await page.goto(`${new URL(workbench.web.url).origin}/#/staging/compose`)
  await page.getByRole('combobox', { name: 'Topic' }).fill('orders')
  await writeInEditor(page, '{"id": 1}')
  await page.keyboard.press('ControlOrMeta+Enter')
  const arm = page.getByRole('dialog', { name: 'Arm staging for writing' })
  await expect(arm.getByRole('button', { name: /^Arm for/ })).toBeDisabled()
  await page.keyboard.type('staging')
  await page.keyboard.press('Enter')
  await expect(arm).toBeHidden()
  await expect(switcher).toContainText('ARMED')
  expect(await newestOffsets(admin)).toBe(0)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => newestOffsets(admin)).toBe(1)
  await admin.disconnect()
  await remote.stop()
})

async function newestOffsets(admin: { fetchTopicOffsets: (topic: string) => Promise<{ high: string }[]> }): Promise<number> {
  return (await admin.fetchTopicOffsets('orders')).reduce((sum, { high }) => sum + Number(high), 0)
}

test('a wrong port fails at the step that failed, in the dialog, with what to do', async ({ page, workbench }) => {
  await page.goto(workbench.web.url)
  await page.getByRole('button', { name: /^Cluster:/ }).click()
  await page.getByRole('menuitem', { name: 'Connect to a cluster…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Connect to a cluster' })
  await dialog.getByLabel('Bootstrap servers').fill('127.0.0.1:1')
  await page.keyboard.press('Enter')
  const report = dialog.getByRole('region', { name: 'Connection report' })
  await expect(report.getByRole('status')).toContainText('TCP connection')
  await expect(report.getByRole('listitem').filter({ hasText: 'failed:' })).toContainText('127.0.0.1:1')
})

fakeTest('what is armed says so and until when, and is made read-only again at once', async ({ page, start }) => {
  const core = await start(busy(), '#/staging/topics')
  const switcher = page.getByRole('button', { name: /^Cluster:/ })
  await expect(switcher).toContainText('READ-ONLY')
  await page.getByRole('button', { name: 'Arm to create' }).first().click()
  await page.keyboard.type('staging')
  await page.keyboard.press('Enter')
  await expect(switcher).toContainText(/ARMED \d+:\d\d/)
  await switcher.click()
  await page.getByRole('menuitem', { name: 'Make staging read-only now' }).click()
  await expect(switcher).toContainText('READ-ONLY')
  expect(callsOf(core, 'connections.disarm')).toHaveLength(1)
})
