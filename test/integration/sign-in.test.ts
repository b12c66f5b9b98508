// What is answered before a sign-in, what is not, and that whoever fails loses only the own connection: frame by frame.
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { once } from 'node:events'
import type { AnyApi } from '../../core/protocol/define-api.ts'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import { decodeResponseFrame, encodeRequestFrame } from '../../core/protocol/frame.ts'
import { ApiVersions } from '../../core/protocol/messages/api-versions.ts'
import { DescribeCluster } from '../../core/protocol/messages/describe-cluster.ts'
import { FindCoordinator } from '../../core/protocol/messages/find-coordinator.ts'
import { Metadata } from '../../core/protocol/messages/metadata.ts'
import { SaslAuthenticate } from '../../core/protocol/messages/sasl-authenticate.ts'
import { SaslHandshake } from '../../core/protocol/messages/sasl-handshake.ts'
import { startTestBroker } from '../support/broker.ts'
import { RawClient, sizeField } from '../support/raw-client.ts'
import { ALICE, startSecuredBroker } from '../support/secured-broker.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { WireClient } from '../support/wire-client.ts'

const FAST = { 'connection.failed.authentication.delay.ms': '0' }
const token = (password = ALICE.password) => Buffer.from(`\0${ALICE.username}\0${password}`)
const ALL_TOPICS = { topics: null }

async function signIn(client: WireClient, password = ALICE.password) {
  await client.send(SaslHandshake, 1, { mechanism: 'PLAIN' })
  return client.send(SaslAuthenticate, 2, { authBytes: token(password) })
}

describe('before a sign-in', () => {
  it('ApiVersions tells every API, the handshake the mechanisms', async () => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', FAST)
    const client = await WireClient.connect(broker.address.port)
    const { apiKeys } = await client.send(ApiVersions, 3, { clientSoftwareName: 'test', clientSoftwareVersion: '1' })
    expect(apiKeys.map(({ apiKey }) => apiKey)).toEqual(expect.arrayContaining([Metadata.key, SaslHandshake.key, SaslAuthenticate.key]))
    await signIn(client)
    expect((await client.send(Metadata, 12, ALL_TOPICS)).errorCode).toBe(ErrorCode.NONE)
    client.close()
  })

  it.each<[string, AnyApi, number, object]>([
    ['Metadata', Metadata, 12, ALL_TOPICS],
    ['SaslAuthenticate without a handshake', SaslAuthenticate, 2, { authBytes: token() }],
  ])('%s closes the connection, and no other', async (_what, api, version, body) => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', FAST)
    const other = await WireClient.connect(broker.address.port)
    await signIn(other)
    const client = await WireClient.connect(broker.address.port)
    await expect(client.send(api as never, version, body as never)).rejects.toThrow('the connection closed before the answer')
    expect((await other.send(Metadata, 12, ALL_TOPICS)).brokers).toHaveLength(1)
    other.close()
  })

  it('a frame larger than sasl.server.max.receive.size closes the connection; after it, larger ones are read', async () => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', { ...FAST, 'sasl.server.max.receive.size': '1000' })
    const greedy = await RawClient.connect(broker.address)
    greedy.socket.write(sizeField(1_001))
    await greedy.closed
    expect(broker.logger.lines.join('\n')).toContain('it sent a frame of 1001 bytes, more than sasl.server.max.receive.size=1000.')
    const client = await WireClient.connect(broker.address.port)
    await signIn(client)
    const topics = [{ topicId: '', name: 'a'.repeat(2_000) }]
    expect((await client.send(Metadata, 9, { topics: topics.map(({ name }) => ({ name })), allowAutoTopicCreation: false })).topics).toHaveLength(1)
    client.close()
  })
})

describe('a failed sign-in', () => {
  it('is told in one answer, closes its connection and leaves the others', async () => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', FAST)
    const other = await WireClient.connect(broker.address.port)
    await signIn(other)
    const client = await WireClient.connect(broker.address.port)
    expect(await signIn(client, 'wrong')).toMatchObject({ errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED, errorMessage: 'Authentication failed: Invalid username or password' })
    await client.closed
    expect((await other.send(Metadata, 12, ALL_TOPICS)).brokers).toHaveLength(1)
    other.close()
  })

  it('takes at least its delay', async () => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', { 'connection.failed.authentication.delay.ms': '150' })
    const client = await WireClient.connect(broker.address.port)
    await client.send(SaslHandshake, 1, { mechanism: 'PLAIN' })
    const startedMs = performance.now()
    await client.send(SaslAuthenticate, 2, { authBytes: token('wrong') })
    expect(performance.now() - startedMs).toBeGreaterThan(145)
  })
})

describe('the handshake of version 0', () => {
  async function openRaw(port: number): Promise<RawClient> {
    const raw = await RawClient.connect({ host: '127.0.0.1', port })
    raw.socket.write(Buffer.concat(encodeRequestFrame(SaslHandshake as AnyApi, 0, 1, 'old', { mechanism: 'PLAIN' } as never)))
    const answer = decodeResponseFrame(SaslHandshake as AnyApi, 0, (await raw.next())!).body as { errorCode: number }
    expect(answer.errorCode).toBe(ErrorCode.NONE)
    return raw
  }

  it('is followed by bare tokens', async () => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', FAST)
    const raw = await openRaw(broker.address.port)
    raw.send(token())
    expect(await raw.next()).toEqual(Buffer.alloc(0))
    raw.socket.write(Buffer.concat(encodeRequestFrame(Metadata as AnyApi, 1, 2, 'old', ALL_TOPICS as never)))
    expect((await raw.next())!.readInt32BE(0)).toBe(2)
    raw.close()
  })

  it('ends in silence when it fails', async () => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', FAST)
    const raw = await openRaw(broker.address.port)
    raw.send(token('wrong'))
    expect(await raw.next()).toBeUndefined()
  })
})

describe('a session that has a lifetime', () => {
  it('closes its connection when it is over, unless it has begun again', async () => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', { ...FAST, 'connections.max.reauth.ms': '1200' })
    const [lasting, ending] = [await WireClient.connect(broker.address.port), await WireClient.connect(broker.address.port)]
    expect((await signIn(lasting)).sessionLifetimeMs).toBe(1_200)
    await signIn(ending)
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    expect((await signIn(lasting)).errorCode).toBe(ErrorCode.NONE)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect((await lasting.send(Metadata, 12, ALL_TOPICS)).brokers).toHaveLength(1)
    await expect(ending.send(Metadata, 12, ALL_TOPICS)).rejects.toThrow('the connection closed before the answer')
    lasting.close()
  })
})

describe('a broker with several listeners', () => {
  it('tells every client the address of its own listener', async () => {
    const listeners = [{ name: 'INTERNAL', protocol: 'PLAINTEXT', host: '127.0.0.1', port: 0 } as const]
    const broker = await startTestBroker({}, { listeners, directory: await tempFolder() })
    const ports = broker.context.listeners.map(({ advertised }) => advertised.port)
    expect(new Set(ports).size).toBe(2)
    for (const port of ports) {
      const client = await WireClient.connect(port)
      expect((await client.send(Metadata, 12, ALL_TOPICS)).brokers.map((node) => node.port)).toEqual([port])
      expect((await client.send(DescribeCluster, 1, { includeClusterAuthorizedOperations: false })).brokers.map((node) => node.port)).toEqual([port])
      expect((await client.send(FindCoordinator, 3, { key: 'group' })).port).toBe(port)
      client.close()
    }
  })

  it('opens all of its ports or none', async () => {
    const taken = await startTestBroker()
    const spec = { name: 'SECOND', protocol: 'PLAINTEXT', host: '127.0.0.1', port: taken.address.port } as const
    await expect(startTestBroker({}, { listeners: [spec], directory: await tempFolder() })).rejects.toThrow(`Port ${taken.address.port} on 127.0.0.1 is already in use.`)
  })
})

describe('a TLS listener', () => {
  it('survives those who speak no TLS, and stops although somebody never ends the handshake', async () => {
    const broker = await startSecuredBroker('SSL')
    const stranger = connect(broker.address.port, '127.0.0.1')
    stranger.write('GET / HTTP/1.1\r\n\r\n')
    await once(stranger, 'close')
    const silent = connect(broker.address.port, '127.0.0.1')
    silent.on('error', () => {})
    await once(silent, 'connect')
    const { authority } = await broker.access()
    const honest = connectTls({ port: broker.address.port, host: 'localhost', ca: authority!.pem })
    await once(honest, 'secureConnect')
    honest.destroy()
    expect(broker.logger.lines.join('\n')).toMatch(/The TLS handshake of .* failed \(ERR_SSL_HTTP_REQUEST\)/)
    await broker.stop()
  })

  it('that asks for certificates takes none at all, and refuses a stranger’s', async () => {
    const broker = await startSecuredBroker('SSL', { 'ssl.client.auth': 'requested' })
    const other = await startSecuredBroker('SSL')
    const { authority } = await broker.access()
    const stranger = await other.certificate('mallory')
    const open = (own: { cert?: string; key?: string }) => connectTls({ port: broker.address.port, host: 'localhost', ca: authority!.pem, ...own })
    const nobody = open({})
    await once(nobody, 'secureConnect')
    expect(nobody.destroyed).toBe(false)
    const refused = open({ cert: stranger.certificate, key: stranger.key })
    refused.on('error', () => {})
    refused.resume()
    await once(refused, 'close')
    nobody.destroy()
  })
})
