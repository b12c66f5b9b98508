import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCertificate } from '../../../core/host/certificate-command.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('writes a certificate that the broker of that folder trusts, and its key for nobody else to read', async () => {
  const [directory, into] = [await tempFolder(), join(await tempFolder(), 'keys')]
  const printed: string[] = []
  expect(await runCertificate({ name: 'alice', directory, into }, (text) => printed.push(text))).toBe(0)
  expect(printed.join('')).toBe(`headwater: certificate ${into}/alice.pem\nheadwater: key ${into}/alice-key.pem\nheadwater: trust ${directory}/tls/ca.pem\n`)
  const authority = new X509Certificate(await readFile(join(directory, 'tls', 'ca.pem')))
  const certificate = new X509Certificate(await readFile(join(into, 'alice.pem')))
  expect([certificate.subject, certificate.verify(authority.publicKey)]).toEqual(['CN=alice', true])
  expect((await stat(join(into, 'alice-key.pem'))).mode & 0o777).toBe(0o600)
})

it('says why it could not', async () => {
  const file = join(import.meta.dirname, 'certificate-command.test.ts')
  await expect(runCertificate({ name: 'alice', directory: await tempFolder(), into: join(file, 'keys') }, () => {})).rejects.toThrow('The certificate could not be written (a part of that path is a file).')
})
