// Retries on the real core: a policy made in the form, tried with a simulated consumer, watched on its ladder, fired, warped, deleted.
import { expect } from '@playwright/test'
import { createTopic } from '../../core/client/admin/topics.ts'
import { produce } from '../../core/client/producer.ts'
import { LOCAL_CONNECTION_ID } from '../../core/services/connections-service.ts'
import { expectAccessible, test } from './support/workbench.ts'

test('a policy is made, tried with a simulated consumer, fired, brought forward and deleted', async ({ page, workbench }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const cluster = workbench.core.services.connections.cluster(LOCAL_CONNECTION_ID)
  await createTopic(cluster, { name: 'orders', partitionCount: 2 })
  await page.goto(workbench.web.url)
  await page.goto(`${new URL(page.url()).origin}/#/local/retries`)
  await expect(page.getByRole('heading', { name: 'No retry policy yet' })).toBeVisible()
  await expectAccessible(page, 'no policies')

  await page.getByRole('button', { name: 'New policy…' }).click()
  await page.getByLabel('Source topic').fill('orders')
  await page.getByLabel('Source topic').press('Escape')
  await expect(page.getByRole('list', { name: 'Ladder' }).getByText('orders-retry-5000')).toBeVisible()
  await page.getByLabel('Delay of tier 1').fill('1s')
  await expect(page.getByRole('list', { name: 'Ladder' }).getByText('orders-retry-1000')).toBeVisible()
  await page.getByLabel('Dead-letter topic').fill('orders')
  await expect(page.getByText('The dead-letter topic is "orders", as is the source: records would go round in a circle. Choose another name.')).toBeVisible()
  await page.getByLabel('Dead-letter topic').fill('')
  await expectAccessible(page, 'form of a policy')
  await page.screenshot({ path: 'test-results/retries-form.png' })
  await page.getByRole('button', { name: 'Create topics and policy' }).click()
  await expect(page.getByRole('heading', { name: 'orders' })).toBeVisible()

  await page.getByRole('tab', { name: 'Try it' }).click()
  await page.getByRole('button', { name: 'Start consumer' }).click()
  await expect(page.getByRole('article').getByText('Running')).toBeVisible()
  for (const key of ['a', 'b', 'c']) await produce(cluster, { topic: 'orders', partition: null, key: Buffer.from(key), value: Buffer.from(`{"order":"${key}"}`), headers: [] })
  await expect(page.getByRole('article').getByText('6 failed')).toBeVisible({ timeout: 15_000 })
  await expectAccessible(page, 'simulated consumer')
  await page.screenshot({ path: 'test-results/retries-consumer.png' })

  await page.getByRole('tab', { name: 'Waiting' }).click()
  await expect(page.getByRole('grid', { name: 'Waiting records' }).getByText('SimulatedFailure').first()).toBeVisible()
  await expectAccessible(page, 'waiting records')
  await page.screenshot({ path: 'test-results/retries-waiting.png' })
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectAccessible(page, 'waiting records, dark', ['color-contrast'])
  await page.screenshot({ path: 'test-results/retries-waiting-dark.png' })
  await page.getByRole('button', { name: /Time warp/ }).click()
  await page.getByRole('menuitem', { name: 'By 10 s' }).click()
  await expect(page.getByText('3 waiting records brought forward by 10 s.')).toBeVisible()
  await page.getByRole('button', { name: 'Fire all now' }).click()
  await page.getByRole('tab', { name: 'Try it' }).click()
  await expect(page.getByRole('article').getByText('3 done')).toBeVisible({ timeout: 15_000 })
  await page.getByRole('tab', { name: 'Client code' }).click()
  await page.getByRole('radio', { name: 'Node.js' }).click()
  await expect(page.getByRole('region', { name: 'kafkajs code' })).toContainText("topic: 'orders.retry'")
  await expectAccessible(page, 'client code')

  await page.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete policy' }).click()
  await expect(page.getByRole('heading', { name: 'No retry policy yet' })).toBeVisible()
})

test('a group stuck at a record is told of, and helped past it once its consumer has stopped', async ({ page, workbench }) => {
  test.setTimeout(90_000)
  const { services } = workbench.core
  const cluster = services.connections.cluster(LOCAL_CONNECTION_ID)
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
  for (const value of ['fine', 'poison', 'fine too']) await produce(cluster, { topic: 'orders', partition: 0, key: null, value: Buffer.from(value), headers: [] })
  const { simulatorId } = services.retries.startSimulator({
    groupId: 'billing', topics: ['orders'], behaviour: { kind: 'fail-matching', text: 'poison' }, onFailure: { kind: 'again' }, members: 1, processingMs: 0, fromBeginning: true, seed: 1,
  })
  await page.goto(workbench.web.url)
  await page.goto(`${new URL(page.url()).origin}/#/local/retries/poison-pills`)
  await expect(page.getByText('is stuck at', { exact: true })).toBeVisible({ timeout: 45_000 })
  await expect(page.getByText('Group "billing" has 1 member. Stop its consumers first: only a group without members can be moved.')).toBeVisible()
  await expectAccessible(page, 'poison pills')
  await page.screenshot({ path: 'test-results/retries-poison.png' })
  await services.retries.stopSimulator({ simulatorId })
  await page.getByRole('button', { name: 'Copy to dead letters and advance by one…' }).click({ timeout: 15_000 })
  await expectAccessible(page, 'copy and advance')
  await page.getByRole('button', { name: 'Copy and advance' }).click()
  await expect(page.getByText('Copied to orders-dlt/0 at offset 0.')).toBeVisible()
  await expect(page.getByText('is stuck at', { exact: true })).toBeHidden({ timeout: 15_000 })
})
