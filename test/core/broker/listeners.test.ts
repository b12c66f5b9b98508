import { expect, it } from 'vitest'
import type { RequestContext } from '../../../core/broker/handler.ts'
import { advertisedTo, listenerUrl, usesSasl, usesTls } from '../../../core/broker/listeners.ts'

it('knows what a protocol is made of', () => {
  expect((['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const).map((protocol) => [usesTls(protocol), usesSasl(protocol)])).toEqual([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])
})

it('writes a listener as Kafka does', () => {
  const at = (host: string) => listenerUrl({ name: 'SASL_SSL', protocol: 'SASL_SSL', advertised: { host, port: 9093 } })
  expect([at('127.0.0.1'), at('::1')]).toEqual(['SASL_SSL://127.0.0.1:9093', 'SASL_SSL://[::1]:9093'])
})

it('tells a client the address of the listener that it has come by, else of the first', () => {
  const broker = { advertised: { host: 'first', port: 1 } }
  const listener = { name: 'SECOND', protocol: 'SSL', advertised: { host: 'second', port: 2 } }
  expect(advertisedTo({ broker, connection: { listener } } as unknown as RequestContext)).toEqual({ host: 'second', port: 2 })
  expect(advertisedTo({ broker, connection: {} } as unknown as RequestContext)).toEqual({ host: 'first', port: 1 })
})
