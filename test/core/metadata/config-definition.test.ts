import { describe, expect, test } from 'vitest'
import type { ConfigDefinition } from '../../../core/metadata/config-definition.ts'
import { bool, ConfigError, double, int, list, long, optionalLong, password, short, string } from '../../../core/metadata/config-definition.ts'

const definitions: Record<string, ConfigDefinition> = {
  INT: int(1, ''),
  SHORT: short(1, ''),
  LONG: long(1, ''),
  DOUBLE: double(0.5, ''),
  BOOLEAN: bool(true, ''),
  STRING: string('', ''),
  LIST: list('', ''),
}

describe('the text of a setting', () => {
  test.each([
    ['INT', ' 42 ', 42, '42'],
    ['INT', '+7', 7, '7'],
    ['INT', '-2147483648', -2_147_483_648, '-2147483648'],
    ['INT', '2147483647', 2_147_483_647, '2147483647'],
    ['SHORT', '32767', 32_767, '32767'],
    ['LONG', '9223372036854775807', 2 ** 63, '9223372036854775807'],
    ['LONG', '9007199254740993', 9_007_199_254_740_992, '9007199254740993'],
    ['DOUBLE', '0.5', 0.5, '0.5'],
    ['DOUBLE', '1', 1, '1.0'],
    ['DOUBLE', '1e300', 1e300, '1E300'],
    ['BOOLEAN', 'TRUE', true, 'true'],
    ['BOOLEAN', ' false', false, 'false'],
    ['STRING', ' gzip ', 'gzip', 'gzip'],
    ['LIST', 'compact, delete', ['compact', 'delete'], 'compact,delete'],
    ['LIST', 'a, b,a', ['a', 'b'], 'a,b'],
    ['LIST', ' ', [], ''],
  ])('of type %s: %j is read', (type, text, value, canonical) => {
    expect(definitions[type]!.read(text)).toEqual({ value, text: canonical })
  })

  test.each([
    ['INT', 'four', 'it must be a whole number'],
    ['INT', '', 'it must be a whole number'],
    ['INT', '1.5', 'it must be a whole number'],
    ['INT', '0x10', 'it must be a whole number'],
    ['INT', '2147483648', 'it must lie between -2147483648 and 2147483647'],
    ['SHORT', '32768', 'it must lie between -32768 and 32767'],
    ['LONG', '9223372036854775808', 'it must lie between -9223372036854775808 and 9223372036854775807'],
    ['DOUBLE', 'half', 'it must be a number'],
    ['DOUBLE', 'Infinity', 'it must be a number'],
    ['BOOLEAN', 'yes', 'it must be true or false'],
    ['LIST', 'a,,b', 'it has an empty item'],
  ])('of type %s: %j is refused', (type, text, problem) => {
    expect(() => definitions[type]!.read(text)).toThrow(new ConfigError(problem))
  })

  test.each([
    [int(1, '', { atLeast: 1 }), '0', 'it must be at least 1'],
    [double(0.5, '', { atLeast: 0, atMost: 1 }), '1.5', 'it must be at most 1'],
    [string('a', '', { oneOf: ['a', 'b'] }), 'c', 'it must be one of a, b'],
    [list('a', '', { oneOf: ['a', 'b'] }), 'a,c', 'it must be a list of a, b'],
    [bool(false, '', { check: (on) => (on ? 'it is not possible' : null) }), 'true', 'it is not possible'],
  ])('outside its limits is refused (%#)', (definition: ConfigDefinition, text, problem) => {
    expect(() => definition.read(text)).toThrow(new ConfigError(problem))
  })
})

test('a setting without a default has no value and no text until it is set', () => {
  const definition = optionalLong('', { atLeast: -1 })
  expect(definition.default).toEqual({ value: null, text: null })
  expect(definition.read('5')).toEqual({ value: 5, text: '5' })
  expect(password('').type).toBe('PASSWORD')
})
