import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { type ListenerTls, loadTls } from '../../../core/broker/tls-settings.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { selfSigned } from '../../support/tls-certificates.ts'

const own = selfSigned({ commonName: 'kafka' })
const certificate = own.certificate.trim()
const key = own.key.trim()

async function load(settings: Record<string, string>, directory?: string): Promise<ListenerTls> {
  return loadTls(BrokerConfigs.from(settings), directory ?? (await tempFolder()), { clock: new FakeTime(Date.now()), random: seededRandom(1) })
}

it('makes certificates where none are set, and says whom to trust', async () => {
  const directory = await tempFolder()
  const { settings, authorityFile } = await load({}, directory)
  expect(authorityFile).toBe(join(directory, 'tls', 'ca.pem'))
  expect(settings).toMatchObject({ clientAuth: 'none', minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', cipherSuites: null, keyPassword: null })
  expect(settings.clientAuthorities).toMatch(/BEGIN CERTIFICATE/)
})

it('takes certificate and key in line', async () => {
  const { settings, authorityFile } = await load({ 'ssl.keystore.certificate.chain': certificate, 'ssl.keystore.key': key, 'ssl.truststore.certificates': certificate })
  expect([settings.certificateChain, settings.key, settings.clientAuthorities, authorityFile]).toEqual([certificate, key, certificate, null])
})

it('takes them from files', async () => {
  const folder = await tempFolder()
  const [keyStore, trustStore] = [join(folder, 'keys.pem'), join(folder, 'trust.pem')]
  await Promise.all([writeFile(keyStore, `${key}\n${certificate}\n`), writeFile(trustStore, certificate)])
  const { settings } = await load({ 'ssl.keystore.location': keyStore, 'ssl.truststore.location': trustStore, 'ssl.enabled.protocols': 'TLSv1.3', 'ssl.cipher.suites': 'TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384' })
  expect(settings).toEqual({
    certificateChain: certificate, key, keyPassword: null, clientAuthorities: certificate, clientAuth: 'none',
    minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', cipherSuites: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384',
  })
})

it.each<[Record<string, string>, string]>([
  [{ 'ssl.keystore.key': key }, 'A private key is set but no certificate: set "ssl.keystore.certificate.chain" too.'],
  [{ 'ssl.keystore.certificate.chain': certificate }, 'A certificate is set but no private key: set "ssl.keystore.key" too.'],
  [{ 'ssl.keystore.location': '/nowhere.pem' }, 'Setting "ssl.keystore.location": "/nowhere.pem" cannot be read (there is no such place).'],
  [{ 'ssl.truststore.location': import.meta.filename }, `Setting "ssl.truststore.location": "${import.meta.filename}" holds nothing in PEM.`],
])('says what is wrong', async (settings, sentence) => {
  await expect(load(settings)).rejects.toThrow(sentence)
})
