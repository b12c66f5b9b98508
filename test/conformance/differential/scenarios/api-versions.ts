// What brokers say they speak, and what they do with requests that nobody can understand.
import { ApiVersions } from '../../../../core/protocol/messages/api-versions.ts'
import { Heartbeat } from '../../../../core/protocol/messages/heartbeat.ts'
import { frame, sizeField } from '../../../support/raw-client.ts'
import { family } from '../scenario.ts'

const header = (key: number, version: number, correlationId = 1): Buffer => {
  const bytes = Buffer.alloc(10)
  bytes.writeInt16BE(key, 0)
  bytes.writeInt16BE(version, 2)
  bytes.writeInt32BE(correlationId, 4)
  bytes.writeInt16BE(-1, 8)
  return bytes
}

export const apiVersions = family('api-versions', {
  'api versions, as every generation of clients asks': async (on) => {
    const client = await on.connect()
    for (const version of [0, 1, 2]) await client.send(ApiVersions, version, {})
    for (const version of [3, 4]) await client.send(ApiVersions, version, { clientSoftwareName: 'differential', clientSoftwareVersion: '1.0' })
  },

  'api versions, the software has an illegal name': async (on) => {
    const client = await on.connect()
    const brief = { only: (answer: { apiKeys: unknown[] }) => ({ ...answer, apiKeys: [] }) as never }
    for (const clientSoftwareName of ['', '-a', 'a b', 'a.', 'ä']) {
      await client.send(ApiVersions, 3, { clientSoftwareName, clientSoftwareVersion: '1.0' }, { note: `name ${JSON.stringify(clientSoftwareName)}`, ...brief })
    }
    await client.send(ApiVersions, 3, { clientSoftwareName: 'a', clientSoftwareVersion: '' }, { note: 'no version', ...brief })
  },

  'api versions, in a version from the future': async (on) => {
    for (const version of [9, 99, -1]) {
      const client = await on.connect()
      await client.sendBytes(`version ${version}`, frame(Buffer.concat([header(18, version), Buffer.alloc(version > 2 ? 1 : 0)])))
      await client.lives('afterwards')
    }
  },

  'requests that close the connection': async (on) => {
    const cases: [string, Buffer][] = [
      ['an unknown key', frame(header(999, 0))],
      ['a negative key', frame(header(-1, 0))],
      ['a version above the range', frame(header(12, 99))],
      ['a negative version', frame(header(12, -1))],
      ['a key of the controller', frame(header(52, 0))],
      ['a key that 4.0 removed', frame(header(4, 0))],
      ['a body that ends too early', frame(header(12, 0))],
      ['an array that claims more than there is', frame(Buffer.concat([header(3, 1), Buffer.from('7fffffff', 'hex')]))],
      ['a string that claims more than there is', frame(Buffer.concat([header(12, 0), Buffer.from('7fff41', 'hex')]))],
      ['a null string where none may be', frame(Buffer.concat([header(12, 0), Buffer.from('ffff0000000000', 'hex')]))],
      ['a header that ends too early', frame(Buffer.from('0003', 'hex'))],
      ['an empty frame', frame(Buffer.alloc(0))],
      ['a negative size', sizeField(-1)],
      ['a size beyond every limit', sizeField(0x7fff_ffff)],
      ['Produce in version 0', frame(header(0, 0))],
      ['Produce in version 2', frame(header(0, 2))],
      ['Fetch in version 3', frame(header(1, 3))],
      ['ListOffsets in version 0', frame(header(2, 0))],
      ['CreateTopics in version 1', frame(header(19, 1))],
      ['OffsetFetch in version 0', frame(header(9, 0))],
      ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ]
    for (const [note, bytes] of cases) {
      const client = await on.connect()
      await client.sendBytes(note, bytes)
    }
  },

  'bytes after the last field are no error': async (on) => {
    const client = await on.connect()
    await client.sendBytes('ApiVersions v0 and more', frame(Buffer.concat([header(12, 0, 7), Buffer.from('000167' + '00000001' + '00016d' + 'ffff', 'hex')])))
    await client.lives('afterwards')
  },

  'unknown tagged fields are skipped': async (on) => {
    const client = await on.connect()
    const flexible = Buffer.concat([header(12, 4, 9), Buffer.from('01' + '2a03616263', 'hex')])
    const body = Buffer.from('0267' + '00000001' + '026d' + '00' + '01' + '2a03616263', 'hex')
    await client.sendBytes('Heartbeat v4 with tags in header and body', frame(Buffer.concat([flexible, body])))
    await client.lives('afterwards')
  },

  'requests on one connection are answered in turn': async (on) => {
    const client = await on.connect()
    const brief = { only: (answer: { apiKeys: unknown[] }) => ({ ...answer, apiKeys: [] }) as never }
    await Promise.all([
      client.send(ApiVersions, 0, {}, { note: 'first', ...brief }),
      client.send(Heartbeat, 0, { groupId: on.named(), generationId: 1, memberId: 'nobody' }, { note: 'second' }),
      client.send(ApiVersions, 3, { clientSoftwareName: 'a', clientSoftwareVersion: '1' }, { note: 'third', ...brief }),
      client.send(Heartbeat, 4, { groupId: on.named(), generationId: 1, memberId: 'nobody' }, { note: 'fourth' }),
    ])
  },
})
