import { expect, it } from 'vitest'
import { batches } from '../../../../core/protocol/records/record-batch.ts'
import { parseQuery } from '../../../../core/scan/predicate/parse-query.ts'
import { recordTestOf } from '../../../../core/scan/predicate/record-test.ts'
import { batchRecords } from '../../../../core/scan/batch-records.ts'
import { RecordWalk } from '../../../../core/scan/record-walk.ts'
import { batchAt } from '../../../support/scripted-broker.ts'

interface Given {
  value?: string | Buffer | null
  key?: string | null
  headers?: [string, string | null][]
}

function isFound(query: string, { value = '{}', key = 'k', headers = [] }: Given): boolean {
  const bytesOf = (text: string | Buffer | null): Buffer | null => (typeof text === 'string' ? Buffer.from(text) : text)
  const record = { key: bytesOf(key), value: bytesOf(value), headers: headers.map(([name, text]) => ({ key: name, value: bytesOf(text) })) }
  const batch = batchAt(0, [], { records: [record] })
  const [{ at, header }] = [...batches(batch)] as [{ at: number; header: Parameters<typeof batchRecords>[2] }]
  const walk = new RecordWalk(batch, at, header, batchRecords(batch, at, header) as Buffer)
  walk.next()
  const { needle, test } = recordTestOf(parseQuery(query)!)
  const found = test(walk, 0)
  if (found && needle) expect(needle.indexIn(walk.records, walk.begin, walk.end), 'what is found holds the needle').toBeGreaterThanOrEqual(0)
  return found
}

it.each<[string, Given, boolean]>([
  ['value.id = 9007199254740993', { value: '{"id":9007199254740993}' }, true],
  ['value.id = 9007199254740993', { value: '{"id":9007199254740992}' }, false],
  ['value.id > 18446744073709551614', { value: '{"id":18446744073709551615}' }, true],
  ['value.amount > 100', { value: '{"amount":100.00000000000000000001}' }, true],
  ['value.amount > 100', { value: '{"amount":1e2}' }, false],
  ['value.amount = 100', { value: '{"amount":1.0E+2}' }, true],
  ['value.amount >= -5', { value: '{"amount":-5}' }, true],
  ['value.amount = 100', { value: '{"amount":"100"}' }, true],
  ['value.amount = "100"', { value: '{"amount":100}' }, false],
  ['value.amount > 100', { value: '{"amount":"250"}' }, true],
  ['value.amount > 100', { value: '{"amount":"many"}' }, false],
  ['value.amount > 100', { value: '{"amount":null}' }, false],
  ['value.name = ann', { value: '{"name":"ann"}' }, true],
  ['value.name = ann', { value: '{"name":"\\u0061nn"}' }, true],
  ['value.name = ann', { value: '{"name":"Ann"}' }, false],
  ['value.name: ann', { value: '{"name":"Joanna"}' }, true],
  ['value.name: "ü b"', { value: '{"name":"a \\u00fc b"}' }, true],
  ['value.at > 2026-01-02', { value: '{"at":"2026-01-03T00:00:00Z"}' }, true],
  ['value.at < 2026-01-02', { value: '{"at":"2026-01-03T00:00:00Z"}' }, false],
  ['value.ok = true', { value: '{"ok":true}' }, true],
  ['value.ok = null', { value: '{"ok":null}' }, true],
  ['value.ok != true', { value: '{"ok":true}' }, false],
  ['value.ok != true', { value: '{}' }, true],
  ['value.ok != true', { value: null }, true],
  ['value.tags = red', { value: '{"tags":["blue","red"]}' }, false],
  ['value.lines.sku = x', { value: '{"lines":[{"sku":"y"},{"sku":"x"}]}' }, true],
  ['key.id = 7', { key: '{"id":7}' }, true],
  ['key: 42', { key: 'order-42' }, true],
  ['key: 42', { key: null }, false],
  ['key = 42', { key: '42' }, true],
  ['key = 42', { key: '042' }, true],
  ['key = "42"', { key: '042' }, false],
  ['key = null', { key: null }, true],
  ['key != null', { key: 'a' }, true],
  ['key != a', { key: 'a' }, false],
  ['value: Failed', { value: 'it failed' }, false],
  ['value: failed', { value: 'it FAILED' }, true],
  ['header.traceId: x', { headers: [['traceId', 'axb']] }, true],
  ['header.traceId: x', { headers: [['other', 'x']] }, false],
  ['header.traceId = x', { headers: [['traceId', 'y'], ['traceId', 'x']] }, true],
  ['header.attempt > 2', { headers: [['attempt', '10']] }, true],
  ['header.traceId != x', { headers: [] }, true],
  ['header.traceId != x', { headers: [['traceId', 'x']] }, false],
  ['header.traceId: x', { headers: [['traceId', null]] }, false],
  ['type:tombstone', { value: null }, true],
  ['type:tombstone', { value: '' }, false],
  ['type:json', { value: '[1]' }, true],
  ['type:json', { value: '{"open' }, false],
  ['type:text', { value: 'hello' }, true],
  ['type:binary', { value: Buffer.from([0xff, 0xfe]) }, true],
  ['size>1kb', { value: 'x'.repeat(2_000) }, true],
  ['size>1kb', { value: 'x' }, false],
  ['schema:204', { value: Buffer.from([0, 0, 0, 0, 204, 2]) }, true],
  ['schema:204', { value: Buffer.from([0, 0, 0, 1, 204, 2]) }, false],
  ['-key:k', { key: 'a' }, true],
  ['key:a value:b', { key: 'a', value: 'b' }, true],
  ['key:a value:b', { key: 'a', value: 'c' }, false],
  ['key:x OR value:c', { key: 'a', value: 'c' }, true],
  ['lost type:text', { value: 'it was lost' }, true],
  ['lost type:json', { value: 'it was lost' }, false],
])('%s of %j is %j', (query, given, found) => {
  expect(isFound(query, given)).toBe(found)
})

it('a function is run in worker threads only', () => {
  expect(() => recordTestOf(parseQuery('js: true')!)).toThrow('JavaScript is run in worker threads only.')
})
