// Links that open the application: what is believed of them, and how they arrive.
import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { linkHash, linkIn, listenForLinks, registerLinks } from '../../electron/deep-links.ts'

describe('A link', () => {
  it.each([
    ['headwater:local/topics/orders?record=2:8841', '#/local/topics/orders?record=2:8841'],
    ['headwater://local/topics/orders', '#/local/topics/orders'],
    ['HEADWATER:local/home', '#/local/home'],
    ['headwater:my%20prod/groups/a%2Fb', '#/my%20prod/groups/a%2Fb'],
  ])('%s leads to %s', (link, hash) => {
    expect(linkHash(link)).toBe(hash)
  })

  it.each([
    '',
    'headwater',
    'headwater:',
    'headwater://',
    'headwater:///etc/passwd',
    'headwater:/local/topics',
    'headwater:?token=x',
    'headwater:local/topics#/../..',
    'headwater:local/topics\n--data=/tmp',
    'headwater:local topics',
    'headwater:local/<script>',
    'headwater:local\\topics',
    'headwater:local/"quoted"',
    'headwater:local/\u0000',
    'headwater:löcal',
    ' headwater:local/topics',
    'xheadwater:local/topics',
    'https://local/topics',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'app://ui/#/local',
    `headwater:local/topics/${'a'.repeat(2_048)}`,
  ])('of another shape is none: %j', (link) => {
    expect(linkHash(link)).toBeNull()
  })

  it('can only ever change what stands behind the page’s own address', () => {
    for (const link of ['headwater:a//b', 'headwater:@evil.example', 'headwater:..', 'headwater:a:b@c/d']) {
      const url = new URL(`app://ui/${linkHash(link)!}`)
      expect([url.protocol, url.host, url.pathname, url.search]).toEqual(['app:', 'ui', '/', ''])
    }
  })

  it('is found among the arguments of a start', () => {
    expect(linkIn(['electron', '--no-sandbox', '.', '--data=/d', 'headwater:local/broker'])).toBe('#/local/broker')
    expect(linkIn(['electron', '.', '--data=headwater:x'])).toBeNull()
  })
})

describe('The application', () => {
  const listening = () => {
    const app = new EventEmitter()
    const listener = { onLink: vi.fn<(hash: string) => void>(), onStartedAgain: vi.fn() }
    listenForLinks(app as never, listener)
    return { app, ...listener }
  }

  it('hears of a link by its event, as on macOS', () => {
    const { app, onLink } = listening()
    const event = { preventDefault: vi.fn() }
    app.emit('open-url', event, 'headwater:local/topics')
    app.emit('open-url', event, 'headwater:bad link')
    expect(event.preventDefault).toHaveBeenCalledTimes(2)
    expect(onLink.mock.calls).toEqual([['#/local/topics']])
  })

  it('hears of a link by a second instance, as elsewhere; without one it comes to the front', () => {
    const { app, onLink, onStartedAgain } = listening()
    app.emit('second-instance', {}, ['headwater.exe', 'headwater:local/topics'])
    expect([onLink.mock.calls, onStartedAgain.mock.calls.length]).toEqual([[['#/local/topics']], 0])
    app.emit('second-instance', {}, ['headwater.exe', 'javascript:alert(1)'])
    expect([onLink.mock.calls.length, onStartedAgain.mock.calls.length]).toEqual([1, 1])
  })

  it.each([
    [true, [['headwater']]],
    [false, [['headwater', '/bin/electron', ['/src']]]],
  ])('says which links are its own (packaged: %s)', (isPackaged, calls) => {
    const setAsDefaultProtocolClient = vi.fn(() => true)
    expect(registerLinks({ isPackaged, setAsDefaultProtocolClient }, '/bin/electron', '/src')).toBe(true)
    expect(setAsDefaultProtocolClient.mock.calls).toEqual(calls)
  })
})
