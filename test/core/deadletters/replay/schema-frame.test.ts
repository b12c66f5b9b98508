// Values that begin with a schema id.
import { expect, it } from 'vitest'
import { editRefusalOf, schemaIdOf } from '../../../../core/deadletters/replay/schema-frame.ts'

it.each([
  [[0, 0, 0, 0, 7], 7],
  [[0, 0, 1, 0, 0, 9], 65_536],
  [[0, 0, 0, 0], null],
  [[1, 0, 0, 0, 7, 0], null],
  [[0, 0, 0, 0, 0, 0], null],
  [[0, 255, 255, 255, 255], null],
])('%j', (bytes, id) => {
  expect(schemaIdOf(Buffer.from(bytes))).toBe(id)
  expect(editRefusalOf(Buffer.from(bytes)) === null).toBe(id === null)
})

it('a null value has none', () => {
  expect(schemaIdOf(null)).toBeNull()
})
