import { describe, expect, it } from 'vitest'
import { type AbortedTransaction, decidedOutcomes, undecidedOutcomes } from '../../../core/client/transaction-outcomes.ts'
import { batches, encodeBatch, setBaseOffset } from '../../../core/protocol/records/record-batch.ts'

type Step = readonly [producerId: number | null, kind: 'record' | 'commit' | 'abort']

/** A batch with one record for each step, at the offsets from 0 on; null = a producer without transactions. */
function log(steps: readonly Step[], firstOffset = 0): Buffer {
  return Buffer.concat(
    steps.map(([producerId, kind], at) => {
      const key = kind === 'record' ? null : Buffer.from([0, 0, 0, kind === 'commit' ? 1 : 0])
      const producer = producerId === null ? {} : { producerId, producerEpoch: 0, baseSequence: kind === 'record' ? at : -1, transactional: true }
      const batch = encodeBatch({ records: [{ key, value: Buffer.from('v'), timestamp: 1 }], control: kind !== 'record', ...producer })
      setBaseOffset(batch, 0, firstOffset + at)
      return batch
    }),
  )
}

const decided = (bytes: Buffer, aborted: readonly AbortedTransaction[]) => Array.from(batches(bytes), ({ header }) => decidedOutcomes(bytes, aborted)(header))
const undecided = (bytes: Buffer, endOffset: number) => Array.from(batches(bytes), ({ header }) => undecidedOutcomes(bytes, endOffset)(header))

describe('before the last stable offset', () => {
  it('all is committed but what the broker names, each up to its marker', () => {
    const bytes = log([[1, 'record'], [2, 'record'], [null, 'record'], [1, 'abort'], [1, 'record'], [2, 'commit'], [1, 'commit']])
    expect(decided(bytes, [{ producerId: 1, firstOffset: 0 }])).toEqual(['aborted', 'committed', null, 'committed', 'committed', 'committed', 'committed'])
  })

  it('a producer may abort twice, and a transaction may have begun before what was fetched', () => {
    const bytes = log([[1, 'record'], [1, 'abort'], [1, 'record'], [1, 'commit'], [1, 'record']], 10)
    const aborted = [{ producerId: 1, firstOffset: 14 }, { producerId: 1, firstOffset: 3 }]
    expect(decided(bytes, aborted)).toEqual(['aborted', 'committed', 'committed', 'committed', 'aborted'])
  })
})

describe('from the last stable offset on', () => {
  const bytes = log([[1, 'record'], [2, 'record'], [3, 'record'], [2, 'commit'], [null, 'record'], [3, 'abort'], [2, 'record']])

  it('markers tell, and what has none up to the end is open', () => {
    expect(undecided(bytes, 7)).toMatchObject(['open', 'committed', 'aborted', expect.anything(), null, expect.anything(), 'open'])
  })

  it('what has no marker is not known where the log goes on', () => {
    expect(undecided(bytes, 9)).toMatchObject(['unknown', 'committed', 'aborted', expect.anything(), null, expect.anything(), 'unknown'])
  })
})

it('of nothing, nothing is told', () => {
  expect([...decided(Buffer.alloc(0), []), ...undecided(Buffer.alloc(0), 0)]).toEqual([])
})
