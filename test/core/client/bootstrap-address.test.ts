import { expect, it } from 'vitest'
import { AddressError, formatBrokerAddress, parseBrokerAddress } from '../../../core/client/bootstrap-address.ts'

it.each([
  ['localhost:9092', { host: 'localhost', port: 9092 }],
  [' kafka-1.example.com:19092 ', { host: 'kafka-1.example.com', port: 19092 }],
  ['kafka', { host: 'kafka', port: 9092 }],
  ['10.0.0.1:1', { host: '10.0.0.1', port: 1 }],
  ['[::1]:9093', { host: '::1', port: 9093 }],
  ['[fe80::1%eth0]', { host: 'fe80::1%eth0', port: 9092 }],
])('reads %s', (text, address) => {
  expect(parseBrokerAddress(text)).toEqual(address)
})

it.each([
  ['', '"" is not an address: write host:port, for instance localhost:9092.'],
  ['http://localhost:9092', '"http://localhost:9092" is not an address: write host:port, for instance localhost:9092.'],
  ['a:b', '"a:b" is not an address: write host:port, for instance localhost:9092.'],
  ['::1', '"::1" is not an address: write host:port, for instance localhost:9092.'],
  ['a b:1', '"a b:1" is not an address: write host:port, for instance localhost:9092.'],
  ['localhost:0', '"localhost:0" names port 0; ports go from 1 to 65535.'],
  ['localhost:65536', '"localhost:65536" names port 65536; ports go from 1 to 65535.'],
])('refuses %s', (text, message) => {
  expect(() => parseBrokerAddress(text)).toThrow(new AddressError(message))
})

it('writes an address so that it reads back the same', () => {
  for (const text of ['localhost:9092', '[::1]:9093']) expect(formatBrokerAddress(parseBrokerAddress(text))).toBe(text)
})
