// What a function makes of a record depends on the record, its moment and the text, and on nothing else.
import { describe, expect, it } from 'vitest'
import { GuestFunction, type MapOutcome, type RecordToMap } from '../../../../core/scan/sandbox/guest-context.ts'

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5, 678)

function record(seed: string, rest: Partial<RecordToMap> = {}): RecordToMap {
  return { nowMs: NOW_MS, seed, topic: 't', partition: 0, offset: 7, timestampMs: 0, key: null, value: Buffer.from('{"a":1}'), headers: [], ...rest }
}

function shown(outcome: MapOutcome): unknown {
  return outcome.kind === 'mapped' && outcome.value ? (JSON.parse(Buffer.from(outcome.value).toString()) as unknown) : outcome
}

const mapped = (text: string, seed = 'a'): unknown => shown(new GuestFunction(text).map(record(seed)))

describe('chance', () => {
  const DRAWN = '({ value: [Math.random(), Math.random()] })'

  it('is drawn from the record: the same for the same one, in whichever order and however often', () => {
    const first = new GuestFunction(DRAWN)
    const inOrder = ['a', 'b', 'c'].map((seed) => shown(first.map(record(seed))))
    const backwards = ['c', 'b', 'a', 'a'].map((seed) => shown(first.map(record(seed))))
    expect(backwards).toEqual([inOrder[2], inOrder[1], inOrder[0], inOrder[0]])
    expect(mapped(DRAWN, 'b')).toEqual(inOrder[1])
  })

  it('is spread evenly over [0, 1), and differs from record to record', () => {
    const draw = new GuestFunction('({ value: [Math.random()] })')
    const drawn = Array.from({ length: 4_000 }, (_, n) => (shown(draw.map(record(`plan/orders-dlt/0/${n}`))) as [number])[0])
    expect(new Set(drawn).size).toBe(drawn.length)
    const tenths = Map.groupBy(drawn, (number) => Math.floor(number * 10))
    expect([...tenths.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const { length } of tenths.values()) expect(Math.abs(length - 400)).toBeLessThan(100)
  })
})

describe('time', () => {
  it('stands still where it was handed in', () => {
    const text = '({ value: [Date.now(), new Date().getTime(), new (class Mine extends Date {})().getTime(), new Date(new Date().constructor.now()).getTime()] })'
    expect(mapped(text)).toEqual([NOW_MS, NOW_MS, NOW_MS, NOW_MS])
  })

  it('stands still in words too', () => {
    const format = 'new Intl.DateTimeFormat("en", { timeZone: "UTC" })'
    expect(mapped(`({ value: [Date() === new Date().toString(), ${format}.format(), ${format}.formatToParts()[4].value] })`)).toEqual([true, '1/2/2026', '2026'])
  })

  it('is a Date as ever where a time is given', () => {
    expect(mapped('({ value: [new Date(5).getTime(), new Date("2026-01-01"), Date.UTC(2026, 0), Date.parse("2026-01-01"), new Date() instanceof Date, Date.name] })')).toEqual([
      5,
      '2026-01-01T00:00:00.000Z',
      1_767_225_600_000,
      1_767_225_600_000,
      true,
      'Date',
    ])
  })
})

describe('what would be kept from record to record', () => {
  it.each([
    ['globalThis.n = (globalThis.n ?? 0) + 1; return record', 'TypeError: n cannot be kept in globalThis: nothing is kept from record to record.'],
    ['Object.defineProperty(globalThis, "n", { value: 1 }); return record', 'TypeError: n cannot be kept in globalThis: nothing is kept from record to record.'],
    ['n = 1', 'ReferenceError: n is not defined'],
    ['Map = 5', "TypeError: Cannot assign to read only property 'Map' of object '[object Object]'"],
    ['Math.random = () => 1', "TypeError: Cannot assign to read only property 'random' of object '[object Math]'"],
    ['Array.prototype.n = 1', 'TypeError: Cannot add property n, object is not extensible'],
    ['Bytes.n = 1', 'TypeError: Cannot add property n, object is not extensible'],
    ['record.constructor.n = 1', 'TypeError: Cannot add property n, object is not extensible'],
    ['Object.getPrototypeOf(record).n = 1', 'TypeError: Cannot add property n, object is not extensible'],
    ['Object.prototype.toString = 1', "TypeError: Cannot assign to read only property 'toString'"],
    ['Object.getPrototypeOf(async function* () {}).n = 1', 'TypeError: Cannot add property n, object is not extensible'],
    ['Object.getPrototypeOf([].values().map(String)).n = 1', 'TypeError: Cannot add property n, object is not extensible'],
    ['Object.getPrototypeOf("x".matchAll(/x/g)).n = 1', 'TypeError: Cannot add property n, object is not extensible'],
  ])('is refused: %s', (text, message) => {
    const refused = new GuestFunction(text)
    for (let round = 0; round < 2; round++) expect(refused.map(record('a'))).toEqual({ kind: 'failed', message, line: 1 })
  })

  it.each([
    ['a variable around the function', '(() => { let n = 0; return (r) => ({ ...r, value: { n: ++n } }) })()', { n: 1 }],
    ['a variable before the function', 'let n = 0\nreturn (r) => ({ ...r, value: { n: ++n } })', { n: 1 }],
    ['the last match', 'const before = RegExp.$1; /(.)/.exec("x"); return { value: [before, RegExp.$1] }', ['', 'x']],
  ])('begins anew with each record: %s', (_, text, value) => {
    const function_ = new GuestFunction(text)
    for (let round = 0; round < 2; round++) expect(shown(function_.map(record('a')))).toEqual(value)
  })

  it('errors, classes and fields may have what names they like', () => {
    expect(mapped('record.value.toString = "a"; record.value.constructor = 2; return record')).toEqual({ a: 1, toString: 'a', constructor: 2 })
    expect(mapped('class Refused extends Error { constructor(text) { super(text); this.name = "Refused" } }\nthrow new Refused("no")')).toEqual({ kind: 'failed', message: 'Refused: no', line: 2 })
    expect(mapped('const error = new TypeError("no"); error.name = "Mine"; throw error')).toEqual({ kind: 'failed', message: 'Mine: no', line: 1 })
  })
})

it('our own realm stays as it is', () => {
  mapped('record')
  expect([Object, Object.prototype, Math, Date, Array.prototype, Function.prototype].map((one) => Object.isFrozen(one))).toEqual([false, false, false, false, false, false])
})
