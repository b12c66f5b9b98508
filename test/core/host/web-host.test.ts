import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { systemRandom } from '../../../core/base/random.ts'
import { RpcServer } from '../../../core/host/rpc-connection.ts'
import { SECURITY_HEADERS } from '../../../core/host/static-files.ts'
import { serveWorkbench } from '../../../core/host/web-host.ts'
import { createRouter } from '../../../core/services/router.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { cookieOf, openWebHost } from '../../support/rpc.ts'
import { fakeServices } from '../../support/services.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function open() {
  const assets = await tempFolder()
  await mkdir(join(assets, 'assets'))
  await writeFile(join(assets, 'index.html'), '<!doctype html>')
  const logger = collectingLogger()
  const rpc = new RpcServer(createRouter(await fakeServices(), logger), logger)
  const host = await openWebHost(rpc, assets)
  return { host, rpc, assets, logger, origin: `http://127.0.0.1:${host.port}` }
}

it('exchanges the token of the printed address for a cookie, and serves the page to whoever has it', async () => {
  const { host, origin } = await open()
  expect(host.url).toMatch(new RegExp(`^${origin}/\\?token=[\\w-]{43}$`))
  const entered = await fetch(host.url, { redirect: 'manual' })
  expect([entered.status, entered.headers.get('location'), entered.headers.get('cache-control')]).toEqual([303, '/', 'no-store'])
  expect(entered.headers.getSetCookie()).toEqual([`headwater_${host.port}=${new URL(host.url).searchParams.get('token')!}; HttpOnly; SameSite=Strict; Path=/`])
  const page = await fetch(origin, { headers: { cookie: await cookieOf(host) } })
  expect([page.status, await page.text()]).toEqual([200, '<!doctype html>'])
})

it('shows nothing to anybody else, and says what to do', async () => {
  const { origin } = await open()
  for (const path of ['/', '/assets/x.js', '/rpc', '/?token=wrong']) {
    const response = await fetch(origin + path)
    expect([response.status, await response.text()]).toEqual([
      401,
      'This workbench is locked. Open the address that Headwater printed when it started; it carries the token.\n',
    ])
  }
})

it('protects every answer', async () => {
  const { host, origin } = await open()
  const cookie = await cookieOf(host)
  const answers = [await fetch(origin), await fetch(host.url, { redirect: 'manual' }), await fetch(origin, { headers: { cookie } }), await fetch(`${origin}/x.js`, { headers: { cookie } })]
  expect(answers.map(({ status }) => status)).toEqual([401, 303, 200, 404])
  for (const answer of answers) for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(answer.headers.get(name)).toBe(value)
})

it('is not served under a foreign name, nor to other methods', async () => {
  const { host } = await open()
  const cookie = await cookieOf(host)
  const statusOf = async (options: object): Promise<number> => {
    const sent = request({ host: '127.0.0.1', port: host.port, headers: { cookie, host: `127.0.0.1:${host.port}` }, ...options })
    sent.end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    return response.statusCode!
  }
  expect(await statusOf({})).toBe(200)
  expect(await statusOf({ method: 'POST' })).toBe(405)
  expect(await statusOf({ headers: { cookie, host: 'evil.example' } })).toBe(421)
})

it('listens on this computer only', async () => {
  const { host } = await open()
  const socket = connect({ host: '127.0.0.2', port: host.port })
  const [outcome] = await Promise.race([once(socket, 'error'), once(socket, 'connect').then(() => ['connected'])])
  socket.destroy()
  expect(outcome).toMatchObject({ code: 'ECONNREFUSED' })
})

async function upgradeStatus(port: number, path: string, headers: Record<string, string>): Promise<number> {
  const { origin, ...others } = headers
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { ...(origin && { origin }), headers: others })
  socket.on('error', () => {})
  const refused = once(socket, 'unexpected-response').then((args) => (args[1] as IncomingMessage).statusCode!)
  const status = await Promise.race([refused, once(socket, 'open').then(() => 101)])
  socket.terminate()
  return status
}

it('lets a WebSocket in with the cookie, from its own page and at its own path only', async () => {
  const { host, origin, rpc } = await open()
  const cookie = await cookieOf(host)
  expect(await upgradeStatus(host.port, '/rpc', { cookie, origin })).toBe(101)
  expect(await upgradeStatus(host.port, '/rpc', { origin })).toBe(401)
  expect(await upgradeStatus(host.port, '/rpc', { cookie })).toBe(403)
  expect(await upgradeStatus(host.port, '/rpc', { cookie, origin: 'https://evil.example' })).toBe(403)
  expect(await upgradeStatus(host.port, '/rpc', { cookie, origin, host: 'evil.example' })).toBe(421)
  expect(await upgradeStatus(host.port, '/other', { cookie, origin })).toBe(404)
  await expect.poll(() => rpc.connections).toBe(0)
})

it('gives the port back, and ends every connection, when it is closed', async () => {
  const { host, origin, assets, rpc } = await open()
  const cookie = await cookieOf(host)
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, { origin, headers: { cookie } })
  await once(socket, 'open')
  const ended = once(socket, 'close')
  await host.close()
  await ended
  const again = await serveWorkbench({ rpc, logger: collectingLogger(), random: systemRandom, publishWorkbench: async () => {} }, { port: host.port, assets })
  expect(again.port).toBe(host.port)
  await again.close()
})

it('names the port that it cannot have', async () => {
  const { host, rpc, assets } = await open()
  const second = serveWorkbench({ rpc, logger: collectingLogger(), random: systemRandom, publishWorkbench: async () => {} }, { port: host.port, assets })
  await expect(second).rejects.toMatchObject({ name: 'ListenError', reason: 'EADDRINUSE', message: `Port ${host.port} on 127.0.0.1 is already in use.` })
})

it('tells where it is, without the token', async () => {
  const { rpc, assets } = await open()
  const told: string[] = []
  const host = await serveWorkbench({ rpc, logger: collectingLogger(), random: systemRandom, publishWorkbench: async (url) => void told.push(url) }, { port: 0, assets })
  expect(told).toEqual([`http://127.0.0.1:${host.port}`])
  await host.close()
})

it('has a token of its own every time', async () => {
  const [first, second] = [await open(), await open()]
  expect(new URL(first.host.url).searchParams.get('token')).not.toBe(new URL(second.host.url).searchParams.get('token'))
})
