import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprintId, fingerprintOf, fingerprintParts } from '../../../../core/deadletters/fingerprint/fingerprint.ts'
import { STACK } from '../../../support/dead-letters.ts'

it('hashes version, root class, masked message and application frames, joined by line feeds', () => {
  expect(fingerprintParts({ stack: STACK })).toEqual({ rootClass: 'com.example.PriceMissing', message: 'No price for article 4711', maskedMessage: 'No price for article <n>', frames: ['com.example.Prices.of'] })
  const text = 'v1\ncom.example.PriceMissing\nNo price for article <n>\ncom.example.Prices.of'
  expect(fingerprintOf({ stack: STACK })).toBe(createHash('sha256').update(text).digest('hex').slice(0, 16))
})

it('without application frames the first five of all count', () => {
  const lines = Array.from({ length: 8 }, (_, i) => `\tat java.util.A${'abcdefgh'[i]}.b(A.java:1)`)
  expect(fingerprintParts({ stack: ['a.B: c', ...lines].join('\n') }).frames).toEqual(['a', 'b', 'c', 'd', 'e'].map((letter) => `java.util.A${letter}.b`))
})

it('without a stack, root class or class, and the message', () => {
  expect(fingerprintParts({ class: 'A', message: 'm 1' })).toMatchObject({ rootClass: 'A', maskedMessage: 'm <n>', frames: [] })
  expect(fingerprintParts({ class: 'A', rootClass: 'B', message: 'm', rootMessage: 'r' })).toMatchObject({ rootClass: 'B', maskedMessage: 'r' })
  expect(fingerprintParts({})).toEqual({ rootClass: '', message: '', maskedMessage: '', frames: [] })
})

it('a stack that has frames only takes its class and message from the headers', () => {
  expect(fingerprintParts({ class: 'Shop.PriceMissing', message: 'No price', stack: '   at Shop.Prices.Of()' })).toMatchObject({ rootClass: 'Shop.PriceMissing', maskedMessage: 'No price', frames: ['Shop.Prices.Of'] })
})

describe('R14: deterministic, and independent of what differs each time', () => {
  const unit = fc.constantFrom('', 'ms', 's', 'MB', ' rows')
  const variable = fc.record({
    uuid: fc.uuid(),
    ip: fc.ipV4(),
    port: fc.integer({ min: 1, max: 65_535 }),
    number: fc.oneof(fc.integer({ min: 0 }), fc.float({ min: 0, max: 1e6, noNaN: true }).map((value) => value.toFixed(3))),
    quoted: fc.string({ unit: fc.constantFrom(...'abcxyz 0123456789-.,'.split('')), maxLength: 40 }),
    token: fc.string({ unit: fc.constantFrom(...'abcXYZ012_-'.split('')), minLength: 24, maxLength: 60 }).map((text) => `k7${text}`),
    at: fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
    address: fc.integer({ min: 0x100000, max: 0x7fffffff }).map((value) => value.toString(16)),
    line: fc.integer({ min: 1, max: 99_999 }),
    lambda: fc.integer({ min: 0, max: 999 }),
  })
  type Variable = typeof variable extends fc.Arbitrary<infer T> ? T : never
  const stackOf = (v: Variable, suffix: string): string =>
    [
      `org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed at ${v.at}`,
      `\tat org.springframework.kafka.listener.X.run(X.java:${v.line})`,
      `Caused by: com.example.PriceMissing: No price for "${v.quoted}" of ${v.uuid} (${v.token}) from ${v.ip}:${v.port} after ${v.number}${suffix} at ${v.at}, com.example.Order@${v.address}, 0x${v.address}`,
      `\tat com.example.Prices.lambda$of$${v.lambda}(Prices.java:${v.line})`,
      `\tat com.example.Prices$$Lambda$${v.lambda}/0x${v.address}.apply(Unknown Source)`,
      `\tat com.example.Listener$$SpringCGLIB$$${v.lambda}.on(<generated>)`,
      `\t... ${v.lambda} more`,
    ].join('\n')

  it('of ids, numbers, times, addresses and line numbers', () => {
    fc.assert(fc.property(variable, variable, unit, (a, b, suffix) => {
      expect(fingerprintParts({ stack: stackOf(a, suffix) })).toMatchObject({ maskedMessage: fingerprintParts({ stack: stackOf(b, suffix) }).maskedMessage })
      expect(fingerprintOf({ stack: stackOf(a, suffix) })).toBe(fingerprintOf({ stack: stackOf(b, suffix) }))
    }), { numRuns: 1_000 })
  })

  it('also where there is no stack', () => {
    fc.assert(fc.property(variable, variable, unit, (a, b, suffix) => {
      const message = (v: Variable): string => `Order ${v.uuid} of '${v.quoted}' timed out after ${v.number}${suffix} on ${v.ip}`
      expect(fingerprintOf({ class: 'E', message: message(a) })).toBe(fingerprintOf({ class: 'E', message: message(b) }))
    }), { numRuns: 1_000 })
  })

  it('any text has one fingerprint, always the same', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }), (message, stack) => {
      const id = fingerprintOf({ message, stack })
      expect(id).toMatch(/^[0-9a-f]{16}$/)
      expect(fingerprintOf({ message, stack })).toBe(id)
    }))
  })
})

it('different causes differ', () => {
  const ids = [{ class: 'A', message: 'x' }, { class: 'B', message: 'x' }, { class: 'A', message: 'y' }, { stack: STACK }, { stack: STACK.replace('Prices.of', 'Prices.at') }].map(fingerprintOf)
  expect(new Set(ids).size).toBe(ids.length)
  expect(fingerprintId({ rootClass: 'A', maskedMessage: 'x', frames: [] })).toBe(ids[0])
})
