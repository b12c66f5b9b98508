// The main job in a browser: the page over a WebSocket, the real core, real clients.
import { mainJobByKeyboard, mainJobByMouse } from './support/main-job.ts'
import { expectAccessible, test } from './support/workbench.ts'

/** A whole working day in one go. */
test.describe.configure({ timeout: 150_000 })

test('over a WebSocket, by mouse: load, create, send, find, open, edit and resend, see who lags', async ({ page, workbench }) => {
  await page.goto(workbench.web.url)
  await mainJobByMouse(page, workbench)
  await expectAccessible(page, 'group')
})

test('over a WebSocket, by keyboard alone: load, create, send, find, open, edit and resend, see who lags', async ({ page, workbench }) => {
  await page.goto(workbench.web.url)
  await mainJobByKeyboard(page, workbench)
})
