// Every screen in every state, in light and in dark, can be used by everybody, and keeps to the page's policy.
import { callsOf, test } from './support/fake-test.ts'
import { SCREENS } from './support/screens.ts'
import { expectAccessible } from './support/workbench.ts'
import { expect } from '@playwright/test'

// Low: axe looks at every row there is.
test.use({ viewport: { width: 1280, height: 520 }, colorScheme: 'light' })

for (const { name, place, state, ready } of SCREENS) {
  test(`${name}: can be used by everybody, in light and in dark`, async ({ page, start, complaints }) => {
    const core = await start(state(), place)
    await ready(page, core)
    await expectAccessible(page, `${name}, light`)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    // Nothing else changes with the colours.
    await expectAccessible(page, `${name}, dark`, ['color-contrast'])
    // The browser itself reports that nobody answers any more.
    if (name === 'lost core') complaints.length = 0
  })
}

test('what nobody sees is not asked for', async ({ page, start }) => {
  const core = await start({}, '#/local/settings')
  await expect(page.getByText('Time zone').first()).toBeVisible()
  expect(callsOf(core, 'groups.list')).toEqual([])
  expect(callsOf(core, 'messages.browse')).toEqual([])
  expect(callsOf(core, 'localBroker.requests')).toEqual([])
})
