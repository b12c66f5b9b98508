import { expect, it } from 'vitest'
import type { Flight } from '../../../../core/deadletters/replay/jobs/flight.ts'
import { decodeRegister, encodeRegister, type KnownProgress, reconcile, type Register } from '../../../../core/deadletters/replay/register.ts'

const flight: Flight = { pass: 0, from: 10, to: 20, places: [{ topic: 'a', partition: 0, indexes: [10], endOffset: null }], contents: {}, atMs: 0 }
const known: KnownProgress = { planHash: 'p', pass: 0, committed: 10, flight, hasRegister: true }
const register: Register = { planHash: 'p', pass: 0, next: 10, runner: 'r', baseOffsets: [7] }

it.each<[string, Register | null, KnownProgress, object]>([
  ['none yet: nothing was sent', null, { ...known, hasRegister: false }, { kind: 'settled', next: 10, isFlightSent: false }],
  ['none any more', null, known, { kind: 'lost' }],
  ['where the ledger is: the batch that was under way did not arrive', register, known, { kind: 'settled', next: 10, isFlightSent: false }],
  ['behind the batch that was under way: it arrived', { ...register, next: 20 }, known, { kind: 'settled', next: 20, isFlightSent: true, baseOffsets: [7] }],
  ['behind a batch that is not known', { ...register, next: 20 }, { ...known, flight: null }, { kind: 'foreign' }],
  ['somewhere else', { ...register, next: 15 }, known, { kind: 'foreign' }],
  ['without the places of the batch', { ...register, next: 20, baseOffsets: [] }, known, { kind: 'foreign' }],
  ['of another plan', { ...register, planHash: 'q' }, known, { kind: 'foreign' }],
  ['of the pass before, when nothing of this one was settled', { ...register, next: 40 }, { ...known, pass: 1, committed: 0 }, { kind: 'settled', next: 0, isFlightSent: false }],
  ['of the pass before, when something of this one was', { ...register, next: 40 }, { ...known, pass: 1 }, { kind: 'foreign' }],
  ['of a later pass', { ...register, pass: 2 }, known, { kind: 'foreign' }],
])('a register %s', (_, found, progress, expected) => {
  expect(reconcile(found, progress)).toMatchObject(expected)
})

it('stays below what Kafka takes as metadata, with a hundred places at large offsets', () => {
  const baseOffsets = Array.from({ length: 100 }, (_, i) => Number.MAX_SAFE_INTEGER - i)
  const text = encodeRegister({ planHash: '0123456789abcdef', pass: 99, next: 1_000_000, runner: '0b5a3f5e-1111-4222-8333-444455556666', baseOffsets })
  expect(text.length).toBeLessThan(4_096)
  expect(decodeRegister(text)).toMatchObject({ next: 1_000_000, baseOffsets })
})

it.each(['', 'null', '{}', 'not json', '{"v":2,"p":"x","a":0,"n":1,"r":"r","d":[]}', '{"v":1,"p":"x","a":0,"n":-1,"r":"r","d":[]}', '{"v":1,"p":"x","a":0,"n":1,"r":"r","d":["1"]}', '[]'])('takes %j for none of ours', (text) => {
  expect(decodeRegister(text)).toBeNull()
})
