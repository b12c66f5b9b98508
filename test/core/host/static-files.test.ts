import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CONTENT_SECURITY_POLICY, SECURITY_HEADERS, staticFiles } from '../../../core/host/static-files.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function open() {
  const top = await tempFolder()
  const root = join(top, 'dist')
  await mkdir(join(root, 'assets/deep'), { recursive: true })
  await writeFile(join(root, 'index.html'), '<!doctype html>')
  await writeFile(join(root, 'assets/a-1b2c.js'), 'code')
  await writeFile(join(root, 'assets/ü.css'), 'a{}')
  await writeFile(join(root, 'assets/deep/x.unknown'), '?')
  await writeFile(join(top, 'secret.json'), 'secret')
  await mkdir(join(top, 'dist-other'))
  await writeFile(join(top, 'dist-other/secret.json'), 'secret')
  const files = staticFiles(root)
  return { root, get: async (url: string, method = 'GET') => files(new Request(url, { method })) }
}

it.each([
  ['/', 'text/html; charset=utf-8', '<!doctype html>', 'no-cache'],
  ['/index.html', 'text/html; charset=utf-8', '<!doctype html>', 'no-cache'],
  ['/topics/orders?x=1#y', 'text/html; charset=utf-8', '<!doctype html>', 'no-cache'],
  ['/assets/a-1b2c.js', 'text/javascript; charset=utf-8', 'code', 'public, max-age=31536000, immutable'],
  ['/assets/%C3%BC.css', 'text/css; charset=utf-8', 'a{}', 'public, max-age=31536000, immutable'],
  ['/assets/deep/x.unknown', 'application/octet-stream', '?', 'public, max-age=31536000, immutable'],
])('gives %s over both hosts', async (path, type, body, caching) => {
  const { get } = await open()
  for (const origin of ['app://ui', 'http://127.0.0.1:9080']) {
    const response = await get(origin + path)
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control'), await response.text()]).toEqual([200, type, caching, body])
    expect(response.headers.get('content-length')).toBe(String(body.length))
  }
})

it.each([
  '/../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/..%2Fsecret.json',
  '/assets/..%2f..%2fsecret.json',
  '/%2e%2e%2fsecret.json',
  '/..%5csecret.json',
  '/a%5c..%5c..%5csecret.json',
  '/..%2fdist-other%2fsecret.json',
  '/%2fetc%2fpasswd.txt',
  '//etc/passwd.txt',
  '/secret.json%00.js',
  '/%00.js',
  '/%zz.js',
  '/%c0%ae%c0%ae/secret.json',
  '/....//secret.json',
  '/assets',
  '/assets/deep.js/',
  '/absent.js',
  `/${'x'.repeat(5_000)}.js`,
])('gives nothing from outside, and no error, for %s', async (path) => {
  const { get } = await open()
  for (const origin of ['app://ui', 'http://127.0.0.1:9080']) {
    const response = await get(origin + path)
    const text = await response.text()
    expect(text).not.toContain('secret\n')
    expect(text).not.toBe('secret')
    // A path without an extension is a route of the page.
    expect(text === '<!doctype html>' ? 400 : response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
  }
})

it('answers HEAD without a body, and refuses other methods', async () => {
  const { get } = await open()
  const head = await get('app://ui/', 'HEAD')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '15', ''])
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('app://ui/', method)).status).toBe(405)
})

it('protects every answer, refusals included', async () => {
  const { get } = await open()
  for (const response of [await get('app://ui/'), await get('app://ui/absent.js'), await get('app://ui/%00'), await get('app://ui/', 'POST')]) {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(response.headers.get(name)).toBe(value)
  }
  expect(CONTENT_SECURITY_POLICY).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
})

it('does not call an unreadable file absent', async () => {
  const { get, root } = await open()
  await symlink('loop.js', join(root, 'loop.js'))
  await expect(get('app://ui/loop.js')).rejects.toMatchObject({ code: 'ELOOP' })
})
