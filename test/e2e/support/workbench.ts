// What the end-to-end tests start from: the real core with the built page, and the checks that every page has to pass.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test as base } from '@playwright/test'
import { type RunningWorkbench, startWorkbench } from './real-core.ts'

/** `complaints`: every warning, error and policy violation of the page; a test fails on the first it did not expect. */
export const test = base.extend<{ workbench: RunningWorkbench; complaints: string[] }>({
  workbench: async ({ page }, use, info) => {
    const workbench = await startWorkbench(info.title.includes('MessagePort') ? 'electron' : 'node')
    await use(workbench)
    // First the page: it would complain about the core going away.
    await page.close()
    await workbench.stop()
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
      await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => console.error(`Policy: ${event.violatedDirective} ${event.blockedURI}`)))
      page.on('pageerror', (error) => complaints.push(String(error)))
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

/** No serious finding of axe on what is on the screen now. `rules`: only these. */
export async function expectAccessible(page: Page, what: string, rules: readonly string[] = []): Promise<void> {
  // The page has no frames: the way that looks into them would open a second page for each look.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([])
}

/** The editor has no input element of its own kind; this is the one that takes keys. */
export const editorInput = (page: Page) => page.locator('.monaco-editor .native-edit-context, .monaco-editor textarea').first()

export async function writeInEditor(page: Page, text: string): Promise<void> {
  await page.locator('.monaco-editor .view-lines').waitFor()
  await editorInput(page).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type(text)
}
