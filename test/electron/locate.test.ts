// Finding Electron's binary and a display, and probing the download, without Electron and without the network.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { downloadUrl, electronBinary, electronVersion, noDisplay, unreachable } from '../../electron/locate.ts'

function electronFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-electron-'))
  mkdirSync(join(folder, 'dist'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
const complete = { 'package.json': '{"version":"45.4.1"}', 'path.txt': 'electron', 'dist/version': 'v45.4.1\n', 'dist/electron': '' }

describe('the binary', () => {
  it('is there when its folder is complete', () => {
    const folder = electronFolder(complete)
    expect(electronVersion(folder)).toBe('45.4.1')
    expect(electronBinary(folder, {})).toBe(join(folder, 'dist/electron'))
  })

  it.each([
    ['path.txt is missing', { ...complete, 'path.txt': undefined }],
    ['it is of another version', { ...complete, 'dist/version': '45.4.0' }],
    ['the file itself is missing', { ...complete, 'dist/electron': undefined }],
  ])('is not there when %s', (_title, files) => {
    const present = Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined))
    expect(electronBinary(electronFolder(present), {})).toBeUndefined()
  })

  it('can be named by ELECTRON_EXEC_PATH, which must exist', () => {
    const folder = electronFolder(complete)
    expect(electronBinary(folder, { ELECTRON_EXEC_PATH: process.execPath })).toBe(process.execPath)
    expect(electronBinary(folder, { ELECTRON_EXEC_PATH: join(folder, 'nothing') })).toBeUndefined()
  })
})

describe('a display', () => {
  it.each([
    [{}, 'linux', 'no display (DISPLAY and WAYLAND_DISPLAY are empty)'],
    [{ DISPLAY: ':0' }, 'linux', undefined],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', undefined],
    [{ DISPLAY: ':0', CI: 'true' }, 'linux', 'CI is set'],
    [{ SSH_CONNECTION: '1 2 3 4' }, 'darwin', 'an SSH login has no window server'],
    [{}, 'darwin', undefined],
    [{}, 'win32', undefined],
  ] as const)('with %j on %s: %s', (env, platform, reason) => {
    expect(noDisplay(env, platform)).toBe(reason)
  })
})

describe('the download', () => {
  const servers: { close(): unknown }[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
  const addressOf = (server: Pick<Server, 'address'>): string => `127.0.0.1:${(server.address() as AddressInfo).port}`
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return addressOf(server)
  }

  it('is asked for by HEAD only, through redirects', async () => {
    const methods: string[] = []
    const host = await serve((request, response) => {
      methods.push(`${request.method} ${request.url}`)
      if (request.url === '/file') response.end()
      else response.writeHead(302, { location: '/file' }).end()
    })
    expect(await unreachable(`http://${host}/release`)).toBeUndefined()
    expect(methods).toEqual(['HEAD /release', 'HEAD /file'])
  })

  it('counts a storage that refuses HEAD as reachable, and says what any other answer was', async () => {
    const host = await serve((request, response) => response.writeHead(Number(request.url!.slice(1))).end())
    expect(await unreachable(`http://${host}/403`)).toBeUndefined()
    expect(await unreachable(`http://${host}/404`)).toBe(`${host} answered 404`)
  })

  it('gives up on a circle of redirects', async () => {
    const host = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end())
    expect(await unreachable(`http://${host}/`)).toBe(`${host} redirects more than 4 times`)
  })

  it('says when nobody answers at the address', async () => {
    const closed = createTcpServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const host = addressOf(closed)
    await new Promise((resolve) => closed.close(resolve))
    expect(await unreachable(`http://${host}/`)).toBe(`${host} cannot be reached (ECONNREFUSED)`)
  })

  it('does not wait for a peer that accepts and stays silent', async () => {
    const sockets = new Set<{ destroy(): void }>()
    const silent = createTcpServer((socket) => sockets.add(socket))
    servers.push({ close: () => (silent.close(), sockets.forEach((socket) => socket.destroy())) })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const host = addressOf(silent)
    expect(await unreachable(`http://${host}/`, 50)).toBe(`${host} cannot be reached (TimeoutError)`)
  })

  it('can come from a mirror', () => {
    const file = `v45.4.1/electron-v45.4.1-${process.platform}-${process.arch}.zip`
    expect(downloadUrl('45.4.1', {})).toBe(`https://github.com/electron/electron/releases/download/${file}`)
    expect(downloadUrl('45.4.1', { ELECTRON_MIRROR: 'https://mirror.example/electron' })).toBe(`https://mirror.example/electron/${file}`)
  })
})
