// The demo's dead letters in the built page, and the steps of a replay as a person takes them.
import { expect, type Locator, type Page } from '@playwright/test'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { DEMO_CONSUMER } from '../../../renderer/features/home/demo-consumer.ts'
import type { Workbench } from './real-core.ts'

export const groups = (page: Page): Locator => page.getByRole('grid', { name: 'Failure groups' })
export const deadLetters = (page: Page): Locator => page.getByRole('grid', { name: 'Dead letters' })
export const theCase = (page: Page): Locator => page.getByRole('complementary', { name: /^Dead letter / })

/** Home with the demo loaded and its consumer at work, then the centre. */
export async function openCentre(page: Page, workbench: Workbench): Promise<void> {
  await workbench.core.services.demo.load()
  await page.goto(`${workbench.web.url}#/local/home`)
  await startConsumer(page)
  await page.getByRole('button', { name: 'Open dead letters' }).click()
  await expect(groups(page).getByRole('row', { name: /SocketTimeoutException/ })).toBeVisible()
}

export async function startConsumer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start consumer' }).click()
  await expect(page.getByRole('region', { name: 'Try a replay' }).getByRole('status')).toContainText('36 payments taken, 0 refused', { timeout: 30_000 })
}

/** Plans the replay of a whole group of failures. */
export async function planGroup(page: Page, failure: RegExp): Promise<void> {
  await groups(page).getByRole('row', { name: failure }).click()
  await page.getByRole('button', { name: /^Replay all/ }).click()
  await expect(page.getByRole('navigation', { name: 'Steps of the replay' })).toBeVisible()
}

export async function dryRun(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Dry run/ }).first().click()
  const verdicts = page.getByRole('region', { name: 'dry-run' })
  await expect(verdicts.getByText('nothing was sent')).toBeVisible()
  return verdicts
}

/** Through the question that names how many go where. */
export async function confirmReplay(page: Page, count: number): Promise<void> {
  const records = count === 1 ? '1 record' : `${count} records`
  await page.getByRole('button', { name: new RegExp(`^Replay ${records}`) }).click()
  await page.getByRole('region', { name: 'confirm' }).getByRole('button', { name: new RegExp(`^Replay ${records}`) }).click()
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`· ${records} of `) })).toBeVisible()
}

export const became = (page: Page): Locator => page.getByRole('group', { name: 'Show records by what became of them' })

/** Into the side of what will be sent. */
export async function writeInDiff(page: Page, text: string): Promise<void> {
  const side = page.locator('.monaco-diff-editor .editor.modified')
  await side.locator('.view-lines').waitFor()
  await side.locator('.native-edit-context, textarea').first().focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type(text)
}

export interface SeenPayment {
  readonly value: string
  readonly headers: Record<string, string>
}

/** The one of the demo's payments whose value contains the text. */
export async function paymentWith(workbench: Workbench, text: string): Promise<SeenPayment> {
  const reader = await TopicReader.open(workbench.core.services.connections.cluster('local'), 'demo.payments')
  for (const { partition } of reader.topic.partitions) {
    for (let offset = 0; ; ) {
      const { records, nextOffset } = await reader.read(partition, offset)
      const found = records.find(({ value }) => value?.includes(text))
      if (found) return { value: String(found.value), headers: Object.fromEntries(found.headers.map(({ key, value }) => [key, String(value)])) }
      if (nextOffset === offset) break
      offset = nextOffset
    }
  }
  throw new Error(`No payment contains "${text}".`)
}

/** The payments' consumer with its bug taken out; what ends it. */
export function consumeAsFixed({ core }: Workbench): () => Promise<void> {
  const { simulatorId } = core.services.retries.startSimulator({ ...DEMO_CONSUMER, behaviour: { kind: 'succeed' }, fromBeginning: true })
  return async () => void (await core.services.retries.stopSimulator({ simulatorId }))
}
