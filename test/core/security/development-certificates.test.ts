import { X509Certificate } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { developmentCertificates, developmentClient } from '../../../core/security/development-certificates.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const DAY_MS = 86_400_000

it('makes an authority and a certificate for loopback once, with keys that nobody else may read', async () => {
  const folder = await tempFolder()
  const deps = { clock: new FakeTime(), random: seededRandom(1) }
  const first = await developmentCertificates(folder, deps)
  expect(await developmentCertificates(folder, deps)).toEqual(first)
  expect(await readFile(first.authorityFile, 'utf8')).toBe(first.authority.certificate)
  expect(first.authorityFile).toBe(join(folder, 'tls', 'ca.pem'))
  for (const key of ['ca-key.pem', 'server-key.pem']) expect((await stat(join(folder, 'tls', key))).mode & 0o777).toBe(0o600)
  expect(new X509Certificate(first.server.certificate).checkHost('localhost')).toBe('localhost')
})

it('renews the server’s certificate before it ends, and keeps the authority that clients trust', async () => {
  const folder = await tempFolder()
  const time = new FakeTime()
  const deps = { clock: time, random: seededRandom(1) }
  const first = await developmentCertificates(folder, deps)
  await time.advance(800 * DAY_MS)
  const later = await developmentCertificates(folder, deps)
  expect(later.authority).toEqual(first.authority)
  expect(later.server.certificate).not.toBe(first.server.certificate)
})

it.each(['ca.pem', 'server.pem'])('replaces a damaged %s', async (name) => {
  const folder = await tempFolder()
  const deps = { clock: new FakeTime(), random: seededRandom(1) }
  await developmentCertificates(folder, deps)
  await writeFile(join(folder, 'tls', name), 'nonsense')
  const { authority, server } = await developmentCertificates(folder, deps)
  expect(new X509Certificate(server.certificate).verify(new X509Certificate(authority.certificate).publicKey)).toBe(true)
})

it('makes certificates for clients', async () => {
  const deps = { clock: new FakeTime(), random: seededRandom(1) }
  const { authority } = await developmentCertificates(await tempFolder(), deps)
  const client = new X509Certificate(developmentClient(authority, 'alice', deps).certificate)
  expect([client.subject, client.verify(new X509Certificate(authority.certificate).publicKey)]).toEqual(['CN=alice', true])
})
