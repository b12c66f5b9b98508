// Idempotent producers: every rule of KIP-98 and KIP-360 that a single partition enforces.
import { describe, expect, it } from 'vitest'
import { AppendError } from '../../../core/log/append-error.ts'
import { ProducerStates, sequenceAfter } from '../../../core/log/producer-state.ts'
import { readBatchHeader, type BatchHeader } from '../../../core/protocol/records/record-batch.ts'
import { batchOf } from '../../support/logs.ts'

const header = (baseSequence: number, count = 1, producerEpoch = 0, producerId = 9): BatchHeader =>
  readBatchHeader(batchOf(count, 1000, { producerId, producerEpoch, baseSequence }), 0)

function accept(states: ProducerStates, h: BatchHeader, offset: number): void {
  expect(states.check(h)).toBeUndefined()
  states.append(h, offset, 5000)
}

const refusal = (states: ProducerStates, h: BatchHeader): string => {
  try {
    states.check(h)
  } catch (error) {
    if (error instanceof AppendError) return error.code
    throw error
  }
  return 'accepted'
}

describe('an idempotent producer', () => {
  it('that is not known may start with any sequence', () => {
    accept(new ProducerStates(), header(17), 0)
  })

  it('continues with the sequence after its last record', () => {
    const states = new ProducerStates()
    accept(states, header(0, 3), 0)
    expect(refusal(states, header(2))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(refusal(states, header(4))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    accept(states, header(3), 3)
  })

  it('gets the original offset for a repeat of any of its last five batches, and OUT_OF_ORDER for an older one', () => {
    const states = new ProducerStates()
    for (let i = 0; i < 6; i++) accept(states, header(i * 2, 2), 100 + i * 2)
    for (let i = 1; i < 6; i++) expect(states.check(header(i * 2, 2))?.firstOffset).toBe(100 + i * 2)
    expect(refusal(states, header(0, 2))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
  })

  it('is not repeating itself when the first sequence matches but the last does not', () => {
    const states = new ProducerStates()
    accept(states, header(0, 3), 0)
    expect(refusal(states, header(0, 2))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
  })

  it('with an older epoch is fenced', () => {
    const states = new ProducerStates()
    accept(states, header(0, 1, 3), 0)
    expect(refusal(states, header(1, 1, 2))).toBe('INVALID_PRODUCER_EPOCH')
  })

  it('with a newer epoch starts again at 0, and its old batches are no repeats any more', () => {
    const states = new ProducerStates()
    accept(states, header(0), 0)
    expect(refusal(states, header(1, 1, 1))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    accept(states, header(0, 1, 1), 1)
    expect(states.check(header(0, 1, 1))?.firstOffset).toBe(1)
  })

  it('wraps its sequence from 2147483647 to 0', () => {
    expect([sequenceAfter(0x7fff_ffff, 0), sequenceAfter(0x7fff_ffff, 1), sequenceAfter(0x7fff_fffe, 4)]).toEqual([0x7fff_ffff, 0, 2])
    const states = new ProducerStates()
    accept(states, header(0x7fff_fffe, 2), 0)
    accept(states, header(0, 1), 2)
    accept(states, header(1, 1), 3)
  })

  it('is restored from its record with everything that matters', () => {
    const states = new ProducerStates()
    accept(states, header(0, 2), 10)
    const restored = new ProducerStates()
    restored.restore(9, states.append(header(2, 1), 12, 6000))
    expect(restored.check(header(0, 2))?.firstOffset).toBe(10)
    expect(refusal(restored, header(5))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    accept(restored, header(3), 13)
  })

  it('expires by its last write', () => {
    const states = new ProducerStates()
    accept(states, header(0), 0)
    expect(states.expire(5000)).toEqual([])
    expect(states.expire(5001)).toEqual([9])
    expect(states.size).toBe(0)
  })
})
