import { describe, expect, it } from 'vitest'
import type { BrokerClient } from '../../../core/contract/local-broker.ts'
import { countPrograms, programsOf } from '../../../renderer/format/client-programs.ts'

let lastId = 0
const client = (parts: Partial<BrokerClient> = {}): BrokerClient => ({
  id: ++lastId,
  clientId: 'billing',
  softwareName: 'kafkajs',
  softwareVersion: '2.2.4',
  address: `127.0.0.1:${50_000 + lastId}`,
  connectedAtMs: 1_000 + lastId,
  requests: 1,
  bytesIn: 10,
  bytesOut: 100,
  lastRequest: null,
  apiVersions: [],
  principal: 'User:ANONYMOUS',
  isWorkbench: false,
  ...parts,
})

describe('Client programs', () => {
  it('are one for all connections of the same client id, library and host', () => {
    const clients = [
      client({ lastRequest: { api: 'Fetch', version: 11, atMs: 5 }, apiVersions: [{ api: 'Fetch', version: 11 }, { api: 'Metadata', version: 5 }] }),
      client({ lastRequest: { api: 'Heartbeat', version: 3, atMs: 9 }, apiVersions: [{ api: 'Metadata', version: 6 }], requests: 4 }),
      client({ lastRequest: null }),
    ]
    const [program, ...others] = programsOf(clients)
    expect(others).toEqual([])
    expect(program).toMatchObject({
      clientId: 'billing',
      library: 'kafkajs 2.2.4',
      host: '127.0.0.1',
      requests: 6,
      bytesIn: 30,
      bytesOut: 300,
      connectedAtMs: clients[0]!.connectedAtMs,
      lastRequest: { api: 'Heartbeat', version: 3, atMs: 9 },
      apiVersions: [
        { api: 'Fetch', version: 11 },
        { api: 'Metadata', version: 6 },
      ],
    })
    expect(program!.connections.map(({ id }) => id)).toEqual(clients.map(({ id }) => id))
  })

  it.each([
    ['client id', { clientId: 'other' }],
    ['library', { softwareName: 'librdkafka' }],
    ['version', { softwareVersion: '9' }],
    ['host', { address: '[::1]:7' }],
  ])('are told apart by their %s', (_, parts) => {
    expect(programsOf([client(), client(parts)])).toHaveLength(2)
  })

  it('stand in the order of their names, the workbench at the end and not counted', () => {
    const clients = [client({ isWorkbench: true, clientId: 'a' }), client({ clientId: 'z' }), client({ clientId: 'b' })]
    expect(programsOf(clients).map(({ clientId }) => clientId)).toEqual(['b', 'z', 'a'])
    expect(countPrograms(clients)).toBe(2)
  })

  it('have no library when they told none, and a host without its port in IPv6 too', () => {
    const [program] = programsOf([client({ softwareName: 'unknown', softwareVersion: 'unknown', address: '[::1]:51000' })])
    expect([program!.library, program!.host]).toEqual(['', '[::1]'])
  })
})
