// Bootstrap servers are read the way people paste them.
import { expect, it } from 'vitest'
import { parseBootstrapServers } from '../../../../renderer/features/connections/bootstrap-servers.ts'

it.each([
  ['', []],
  ['  ', []],
  ['kafka-1', ['kafka-1:9092']],
  ['a:9093, b ;c:1', ['a:9093', 'b:9092', 'c:1']],
  ['PLAINTEXT://a:9092', ['a:9092']],
  ['[::1]:9092', ['[::1]:9092']],
  ['[::1]', ['[::1]:9092']],
  ['::1', ['[::1]:9092']],
])('reads %j', (text, servers) => {
  expect(parseBootstrapServers(text)).toEqual(servers)
})
