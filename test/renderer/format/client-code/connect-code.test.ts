import { expect, it } from 'vitest'
import { connectCode } from '../../../../renderer/format/client-code/connect-code.ts'

it('names every broker in the words of each client', () => {
  const code = Object.fromEntries(connectCode('a:9092,b:9093').map((entry) => [entry.client, entry.code]))
  expect(Object.keys(code)).toEqual(['kcat', 'Java', 'Node', 'Python', 'Go', 'Spring'])
  expect(code['kcat']).toContain('-b a:9092,b:9093 ')
  expect(code['Java']).toContain('properties.put("bootstrap.servers", "a:9092,b:9093");')
  expect(code['Node']).toContain('brokers: ["a:9092", "b:9093"]')
  expect(code['Python']).toContain('"bootstrap.servers": "a:9092,b:9093",')
  expect(code['Go']).toContain('kgo.SeedBrokers("a:9092", "b:9093"),')
  expect(code['Spring']).toContain('    bootstrap-servers: "a:9092,b:9093"\n')
})
