// The page that is shown when the core is not running.
import { expect, it } from 'vitest'
import { coreStoppedPage } from '../../electron/core-stopped-page.ts'

it('says what happened, where the log is, and how to start again', async () => {
  const html = await coreStoppedPage('The core stopped 6 times within a minute.', '/home/me/logs/core.log').text()
  expect(html).toContain('The core stopped 6 times within a minute.')
  expect(html).toContain('<code>/home/me/logs/core.log</code>')
  expect(html).toContain('<a href="app://ui/?start-again">')
})

it('shows every text as text, and allows no script at all', async () => {
  const page = coreStoppedPage('<script>alert("x")</script>', `/a'b&c`)
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const html = await page.text()
  expect(html).not.toContain('<script')
  expect(html).toContain('&#60;script&#62;alert(&#34;x&#34;)&#60;/script&#62;')
  expect(html).toContain('/a&#39;b&#38;c')
})
