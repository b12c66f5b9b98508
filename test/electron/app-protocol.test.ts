// Which answer an app: address gets.
import { expect, it, vi } from 'vitest'
import { APP_SCHEME, appProtocol } from '../../electron/app-protocol.ts'

function answers() {
  const startCoreAgain = vi.fn()
  const files = (request: Request): Promise<Response> => Promise.resolve(new Response(`file ${new URL(request.url).pathname}`))
  const handle = appProtocol({ files, stoppedPage: () => new Response('stopped'), startCoreAgain })
  return { startCoreAgain, get: async (url: string) => (await handle(new Request(url))).text() }
}

it('serves files for its own host only', async () => {
  const { get } = answers()
  expect(await get('app://ui/assets/a.js')).toBe('file /assets/a.js')
  expect(await get('app://evil/assets/a.js')).toBe('Unknown host.')
})

it('has a page for a core that stopped, and an address that starts it again', async () => {
  const { get, startCoreAgain } = answers()
  expect(await get('app://ui/core-stopped')).toBe('stopped')
  expect(startCoreAgain).not.toHaveBeenCalled()
  expect(await get('app://ui/?start-again')).toBe('file /')
  expect(startCoreAgain).toHaveBeenCalledOnce()
})

it('is a standard, secure scheme that keeps to the content security policy', () => {
  expect(APP_SCHEME.privileges).toEqual({ standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true })
})
