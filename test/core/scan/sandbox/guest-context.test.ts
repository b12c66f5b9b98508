import { describe, expect, it } from 'vitest'
import { GuestFunction, type RecordToMap } from '../../../../core/scan/sandbox/guest-context.ts'

const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text))

function record(value: string | null, rest: Partial<RecordToMap> = {}): RecordToMap {
  return { nowMs: 1_750_000_000_000, seed: 'orders/3/42', topic: 'orders', partition: 3, offset: 42, timestampMs: 1_700_000_000_000, key: Buffer.from('k1'), value: bytes(value), headers: [], ...rest }
}

/** Texts instead of bytes. */
function mapped(text: string, given: RecordToMap): unknown {
  const outcome = new GuestFunction(text).map(given)
  return JSON.parse(JSON.stringify(outcome, (_, part: unknown) => (isJsonBuffer(part) ? Buffer.from(part.data).toString() : part)))
}

function isJsonBuffer(part: unknown): part is { data: number[] } {
  return typeof part === 'object' && part !== null && (part as { type?: string }).type === 'Buffer'
}

describe('a function that changes records', () => {
  it.each([
    ['(record) => { record.value.amount = 3 }', '{"amount": 1}', { kind: 'mapped', value: '{"amount":3}' }],
    ['({ value: { ...value, ok: true } })', '{"amount":1}', { kind: 'mapped', value: '{"amount":1,"ok":true}' }],
    ['const amount = value.amount\nreturn { value: { amount: amount * 2 } }', '{"amount":2}', { kind: 'mapped', value: '{"amount":4}' }],
    ['({ key: "k2", partition: null })', '{}', { kind: 'mapped', key: 'k2', partition: null }],
    ['({ value: null })', '{}', { kind: 'mapped', value: null }],
    ['value.skip ? null : record', '{"skip":1}', { kind: 'left-out' }],
    ['({ value: valueText.toUpperCase() })', 'plain', { kind: 'mapped', value: 'PLAIN' }],
    ['({ timestamp: timestamp + 1, topic: topic + "-2", partition: partition + 1 })', '{}', { kind: 'mapped', timestampMs: 1_700_000_000_001, topic: 'orders-2', partition: 4 }],
  ])('%s', (text, value, outcome) => {
    expect(mapped(text, record(value))).toEqual(outcome)
  })

  it.each([['(record) => record'], ['record'], ['record.value; return record'], ['(record) => { record.value.a }'], ['({ value, key, headers })']])('leaves the bytes of what it did not change: %s', (text) => {
    expect(mapped(text, record('{ "a": 1.0,\n"b": [] }', { headers: [{ key: 'h', value: null }] }))).toEqual({ kind: 'mapped' })
  })

  it('writes numbers that it did not touch as they were, and those beyond a double exactly', () => {
    const value = '{"id":9007199254740993,"price":1.50,"tiny":1e-30,"long":0.12345678901234567890,"list":[1.0,2],"n":1}'
    expect(mapped('(r) => { r.value.n = 2 }', record(value))).toEqual({ kind: 'mapped', value: value.replace('"n":1', '"n":2') })
    expect(mapped('(r) => { r.value.id += 1n }', record(value))).toEqual({ kind: 'mapped', value: value.replace('740993', '740994') })
  })

  it('keeps the indentation', () => {
    expect(mapped('(r) => { r.value.a = 2 }', record('{\n  "a": 1\n}'))).toEqual({ kind: 'mapped', value: '{\n  "a": 2\n}' })
  })

  it('tells null, the text null and an empty text apart', () => {
    const kind = '({ key: String(value === null ? "null" : JSON.stringify(value)) })'
    expect(mapped(kind, record(null))).toEqual({ kind: 'mapped', key: 'null' })
    expect(mapped(kind, record('null'))).toEqual({ kind: 'mapped', key: '"null"' })
    expect(mapped(kind, record(''))).toEqual({ kind: 'mapped', key: '""' })
  })

  it('keeps the order, the duplicates and the nulls of headers that it does not name', () => {
    const headers = ['a', 'b', 'a', 'c'].map((key, index) => ({ key, value: key === 'b' ? null : Buffer.from(String(index)) }))
    const text = 'record.headers.a = "new"; delete record.headers.c; record.headers.d = 1'
    const pairs = [['a', '0'], ['b', null], ['a', 'new'], ['d', '1']].map(([key, value]) => ({ key, value }))
    expect(mapped(text, record('x', { headers }))).toEqual({ kind: 'mapped', headers: pairs })
    expect(mapped('record.headerList.shift(); return record', record('x', { headers }))).toEqual({
      kind: 'mapped',
      headers: [['b', null], ['a', '2'], ['c', '3']].map(([key, value]) => ({ key, value })),
    })
  })

  it('gives bytes that are no text as base64, and takes them back', () => {
    const value = Buffer.from([0xff, 0, 1])
    expect(mapped('({ key: value.base64 })', record('', { value }))).toEqual({ kind: 'mapped', key: '/wAB' })
    const outcome = new GuestFunction('({ key: value, value: new Bytes("AAH/") })').map(record('', { value }))
    expect(outcome).toEqual({ kind: 'mapped', key: value, value: Buffer.from([0, 1, 0xff]) })
  })

  it.each([
    ['\n\nvalue.foo.bar()', "TypeError: Cannot read properties of undefined (reading 'bar')", 3],
    ['throw 5', 'It threw 5', null],
    ['throw { toString() { throw 1 } }', 'It threw something that cannot be shown.', null],
    ['5', 'TypeError: It returned a number; it should return the record, or null to leave it out.', null],
    ['async (r) => r', 'TypeError: It returned a promise; it should return the record itself.', null],
    ['({ value: { a: 0 / 0 } })', 'TypeError: NaN at "a" cannot be written as JSON.', null],
    ['({ partition: 1.5 })', 'TypeError: The partition it returned is 1.5; it should be a whole number.', null],
    ['const f = () => f(); f()', 'RangeError: Maximum call stack size exceeded', 1],
  ])('says what went wrong, and where: %j', (text, message, line) => {
    expect(mapped(text, record('{}'))).toEqual({ kind: 'failed', message, line })
  })
})

describe('headers of another shape than was given', () => {
  const byName = 'TypeError: headers is an object by name; a list goes into headerList.'
  const byList = 'TypeError: headerList is a list of { key, value }; an object by name goes into headers.'
  it.each([
    ['({ ...record, headers: [{ key: "a", value: "b" }] })', byName],
    ['({ headers: new Map([["a", "b"]]) })', byName],
    ['({ headers: new Bytes("") })', byName],
    ['({ headers: "a=b" })', byName],
    ['({ headers: null })', byName],
    ['({ headerList: { a: "b" } })', byList],
    ['({ headerList: [["a", "b"]] })', byList],
    ['({ headerList: [null] })', byList],
  ])('are refused, never taken for none: %s', (text, message) => {
    expect(mapped(text, record('{}', { headers: [{ key: 'h', value: bytes('x') }] }))).toEqual({ kind: 'failed', message, line: null })
  })

  it('an object without any takes all of them away', () => {
    expect(mapped('({ headers: {} })', record('{}', { headers: [{ key: 'h', value: bytes('x') }] }))).toEqual({ kind: 'mapped', headers: [] })
  })
})

describe('a function that says yes or no', () => {
  it.each([
    ['value.amount > 100', '{"amount":101}', true],
    ['value.amount > 100', '{"amount":100}', false],
    ['value.id === 9007199254740993n', '{"id":9007199254740993}', true],
    ['value.id === 9007199254740993n', '{"id":9007199254740992}', false],
    ['value.id === 9007199254740992n', '{"id":9007199254740992}', true],
    ['value.id === 9007199254740991', '{"id":9007199254740991}', true],
    ['(r) => r.headers.trace === "x" && r.key === "k1"', 'x', true],
    ['if (valueText.includes("b")) return true', 'abc', true],
    ['if (valueText.includes("z")) return true', 'abc', false],
    ['value === null', null, true],
    ['offset === 42 && partition === 3 && topic === "orders" && timestamp > 0', 'x', true],
    ['Object.values(arguments).length > 0', 'x', true],
  ])('%s of %j is %j', (text, value, answer) => {
    expect(new GuestFunction(text).test(record(value, { headers: [{ key: 'trace', value: Buffer.from('x') }] }))).toBe(answer)
  })

  it('says why it cannot tell', () => {
    expect(new GuestFunction('value.a.b').test(record('{}'))).toEqual({ message: "TypeError: Cannot read properties of undefined (reading 'b')", line: 1 })
    expect(new GuestFunction('async () => true').test(record('{}'))).toEqual({ message: 'TypeError: It returned a promise; it should return true or false.', line: null })
  })

  it('may keep what it needs from record to record', () => {
    const first = new GuestFunction('(() => { const seen = new Set(); return (r) => !seen.has(r.key) && !!seen.add(r.key) })()')
    expect(['a', 'b', 'a'].map((key) => first.test(record('', { key: Buffer.from(key) })))).toEqual([true, true, false])
  })
})

describe('what is not within reach', () => {
  it.each([
    'process', 'require', 'module', 'fetch', 'setTimeout', 'console', 'Buffer', 'Uint8Array', 'SharedArrayBuffer', 'Atomics', 'WebAssembly', 'parseJson', 'queueMicrotask', 'structuredClone',
  ])('%s', (name) => {
    expect(mapped(`${name}.name`, record('{}'))).toEqual({ kind: 'failed', message: `ReferenceError: ${name} is not defined`, line: 1 })
  })

  it.each([
    'eval("1")',
    'new Function("return 1")()',
    '(async () => 1).constructor("return 1")()',
    'record.constructor.constructor("return process")()',
    'globalThis.constructor.constructor("return process")()',
    'try { null.x } catch (error) { return error.constructor.constructor("return process")() }',
  ])('code made of text: %s', (text) => {
    expect(mapped(text, record('{}'))).toMatchObject({ kind: 'failed', message: 'EvalError: Code generation from strings disallowed for this context' })
  })
})
