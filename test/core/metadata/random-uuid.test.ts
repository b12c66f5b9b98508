import { expect, test } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { randomUuid } from '../../../core/metadata/random-uuid.ts'

test('ids are v4 UUIDs in 22 characters of base64url that do not start with a dash', () => {
  const random = seededRandom(1)
  const ids = Array.from({ length: 2000 }, () => randomUuid(random))
  for (const id of ids) {
    expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/)
    const bytes = Buffer.from(id, 'base64url')
    expect([bytes.length, bytes[6]! >> 4, bytes[8]! >> 6]).toEqual([16, 4, 2])
  }
  expect(new Set(ids).size).toBe(ids.length)
})
