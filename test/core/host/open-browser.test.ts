import { expect, test } from 'vitest'
import { browserCommand } from '../../../core/host/open-browser.ts'

const URL = 'http://127.0.0.1:9080/?token=a&b=c'

test.each([
  ['linux', ['xdg-open', URL]],
  ['freebsd', ['xdg-open', URL]],
  ['darwin', ['open', URL]],
  ['win32', ['rundll32', 'url.dll,FileProtocolHandler', URL]],
] as const)('on %s the address is handed over whole, past any shell', (platform, command) => {
  expect(browserCommand(URL, platform)).toEqual(command)
})
