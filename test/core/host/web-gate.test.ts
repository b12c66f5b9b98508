import { expect, it } from 'vitest'
import { WebGate } from '../../../core/host/web-gate.ts'

const gate = new WebGate(9080, 'right')
const host = '127.0.0.1:9080'
const cookie = 'headwater_9080=right'

it.each([
  ['the right token: a cookie for a clean address', { host }, '/?token=right', { kind: 'enter', cookie: 'headwater_9080=right; HttpOnly; SameSite=Strict; Path=/' }],
  ['the right token by the other name of this computer', { host: 'localhost:9080' }, '/?token=right', { kind: 'enter' }],
  ['the cookie', { host, cookie }, '/assets/a.js', { kind: 'allow', path: '/assets/a.js' }],
  ['the cookie among others', { host, cookie: `a=b; ${cookie}; headwater_9081=x` }, '/', { kind: 'allow' }],
  ['nothing', { host }, '/', { kind: 'refuse', status: 401 }],
  ['a wrong token', { host }, '/?token=wrong', { kind: 'refuse', status: 401 }],
  ['a wrong token with the right cookie', { host, cookie }, '/?token=', { kind: 'refuse', status: 401 }],
  ['a wrong cookie', { host, cookie: 'headwater_9080=wrong' }, '/', { kind: 'refuse', status: 401 }],
  ['the cookie of a Headwater on another port', { host, cookie: 'headwater_9081=right' }, '/', { kind: 'refuse', status: 401 }],
  ['a cookie whose name only ends right', { host, cookie: 'x_headwater_9080=right' }, '/', { kind: 'refuse', status: 401 }],
  ['a name that somebody made resolve to this computer', { host: 'evil.example:9080', cookie }, '/', { kind: 'refuse', status: 421 }],
  ['another port', { host: '127.0.0.1:80', cookie }, '/', { kind: 'refuse', status: 421 }],
  ['no host', { cookie }, '/?token=right', { kind: 'refuse', status: 421 }],
  ['a proxy request', { host, cookie }, 'http://127.0.0.1:9080/', { kind: 'refuse', status: 400 }],
])('judges %s', (_what, headers, target, verdict) => {
  expect(gate.judge(headers, target)).toMatchObject(verdict)
})

it.each([
  ['the page itself', { host, cookie, origin: `http://${host}` }, null],
  ['the page by the other name of this computer', { host: 'localhost:9080', cookie, origin: 'http://localhost:9080' }, null],
  ['a page of another origin, to which the browser adds our cookie', { host, cookie, origin: 'https://evil.example' }, 403],
  ['a page on another port', { host, cookie, origin: 'http://127.0.0.1:9081' }, 403],
  ['a page from a file', { host, cookie, origin: 'null' }, 403],
  ['a client without an origin', { host, cookie }, 403],
  ['a page without the cookie', { host, origin: `http://${host}` }, 401],
  ['a page with a wrong cookie', { host, origin: `http://${host}`, cookie: 'headwater_9080=wrong' }, 401],
  ['a name that somebody made resolve to this computer', { host: 'evil.example', cookie, origin: 'http://evil.example' }, 421],
])('judges a WebSocket of %s', (_what, headers, status) => {
  expect(gate.judgeUpgrade(headers)?.status ?? null).toBe(status)
})

it('says what to do when it is locked', () => {
  expect(gate.judge({ host }, '/')).toMatchObject({ text: 'This workbench is locked. Open the address that Headwater printed when it started; it carries the token.' })
})
