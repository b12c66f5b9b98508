// The size that a broker will find.
import { expect, it } from 'vitest'
import { seededRandom } from '../../../../core/base/random.ts'
import { recordBatchBytes } from '../../../../core/deadletters/replay/record-size.ts'
import { encodeBatch } from '../../../../core/protocol/records/record-batch.ts'

it('is that of the encoded batch, over seeds', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = seededRandom(seed)
    const bytes = (): Buffer | null => (random.below(4) === 0 ? null : random.bytes(random.below([1, 64, 65, 9_000, 20_000][random.below(5)]!) + random.below(2)))
    const record = { key: bytes(), value: bytes(), headers: Array.from({ length: random.below(70) }, () => ({ key: 'ü'.repeat(random.below(40)), value: bytes() })) }
    expect(recordBatchBytes(record), `seed ${seed}`).toBe(encodeBatch({ records: [record] }).length)
  }
})
