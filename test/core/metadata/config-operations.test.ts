import { describe, expect, test } from 'vitest'
import { int, list } from '../../../core/metadata/config-definition.ts'
import { applyOperations, ConfigOperation } from '../../../core/metadata/config-operations.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'

const { SET, DELETE, APPEND, SUBTRACT } = ConfigOperation
const definitions = { colours: list('red,green', 'Colours.'), size: int(3, 'Size.') }
const definitionOf = (name: string) => (Object.hasOwn(definitions, name) ? definitions[name as keyof typeof definitions] : undefined)

const apply = (own: Record<string, string>, name: string, operation: number, value: string | null) => applyOperations(own, [{ name, operation, value }], definitionOf)

describe('an operation on configs', () => {
  test.each([
    [{}, 'size', SET, '4', { size: '4' }],
    [{ size: '3' }, 'size', SET, '4', { size: '4' }],
    [{ size: '3', colours: 'red' }, 'size', DELETE, null, { colours: 'red' }],
    [{}, 'size', DELETE, null, {}],
    [{}, 'colours', APPEND, 'blue', { colours: 'red,green,blue' }],
    [{ colours: 'red' }, 'colours', APPEND, 'blue,red , cyan', { colours: 'red,blue,cyan' }],
    [{ colours: '' }, 'colours', APPEND, 'blue', { colours: 'blue' }],
    [{}, 'colours', SUBTRACT, 'red', { colours: 'green' }],
    [{ colours: 'red,blue' }, 'colours', SUBTRACT, 'blue,cyan', { colours: 'red' }],
    [{ colours: 'red' }, 'colours', SUBTRACT, 'red', { colours: '' }],
  ])('%j with %s %i %j is %j', (own, name, operation, value, next) => {
    expect(apply(own as Record<string, string>, name, operation, value)).toEqual(next)
  })

  test('does not change what it is given', () => {
    const own = { size: '3' }
    apply(own, 'size', SET, '4')
    expect(own).toEqual({ size: '3' })
  })

  test('takes a name that objects know as any other', () => {
    expect(Object.entries(apply({}, '__proto__', SET, '1'))).toEqual([['__proto__', '1']])
  })

  test.each([
    ['size', APPEND, ErrorCode.INVALID_CONFIG, 'Config "size" is no list: nothing can be appended to it or subtracted from it.'],
    ['nope', SUBTRACT, ErrorCode.INVALID_CONFIG, 'Config "nope" is no list: nothing can be appended to it or subtracted from it.'],
    ['size', 9, ErrorCode.INVALID_REQUEST, 'Config operation 9 does not exist; 0 sets, 1 deletes, 2 appends, 3 subtracts.'],
  ])('%s %i is refused', (name, operation, code, message) => {
    expect(() => apply({}, name, operation, '1')).toThrow(expect.objectContaining({ code, message }) as Error)
  })
})
