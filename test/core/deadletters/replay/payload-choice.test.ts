// Which bytes are sent again: those of the dead letter, or those of the record that failed.
import { describe, expect, it } from 'vitest'
import { decodeFailure, type RawRecord } from '../../../../core/deadletters/failure.ts'
import type { FoundRecord } from '../../../../core/deadletters/replay/fetch-records.ts'
import { choosePayload, type DeadLetter, needsOrigin } from '../../../../core/deadletters/replay/payload-choice.ts'
import { pointerHeaders, springHeaders } from '../../../support/replay-plans.ts'

const T0 = 1_750_000_000_000
const ORIGIN: RawRecord = { topic: 'orders', topicId: 'o', partition: 0, offset: 7, timestampMs: T0, timestampType: 'CreateTime', key: Buffer.from('k'), value: Buffer.from('v'), headers: [{ key: 'a', value: null }] }
const PLACE = { topic: 'orders', partition: 0, offset: 7, timestampMs: T0 }
const found = (changes: Partial<RawRecord> = {}): FoundRecord => ({ missing: null, record: { ...ORIGIN, ...changes } })
const GONE: FoundRecord = { missing: 'gone', message: 'It is gone.' }

function letter(changes: Partial<RawRecord>, headers: { key: string; value: Buffer | null }[]): DeadLetter {
  const record: RawRecord = { ...ORIGIN, topic: 'dlt', topicId: 'd', partition: 3, offset: 1, timestampMs: T0 + 1_000, ...changes, headers: [...ORIGIN.headers, ...headers] }
  return { record, failure: decodeFailure(record, { clusterId: 'c' }) }
}
const full = letter({}, springHeaders(PLACE))
const pointer = letter({ key: null, value: null }, pointerHeaders(PLACE))

/** [what, dead letter, origin, option, payload, problem] */
const CASES: readonly [string, DeadLetter, FoundRecord | null, 'auto' | 'dlq' | 'origin', 'dlq' | 'origin', string | null][] = [
  ['its own bytes where the origin has the same', full, found(), 'auto', 'dlq', null],
  ['the origin where that has other headers', full, found({ headers: [] }), 'auto', 'origin', null],
  ['its own bytes where another record lies there now', full, found({ value: Buffer.from('other') }), 'auto', 'dlq', null],
  ['nothing without a word, where the origin was asked for and is another', full, found({ value: null }), 'origin', 'origin', 'origin-differs'],
  ['the origin where that was asked for', full, found(), 'origin', 'origin', null],
  ['its own bytes where the origin is gone', full, GONE, 'auto', 'dlq', null],
  ['nothing where the origin was asked for and is gone', full, GONE, 'origin', 'dlq', 'origin-gone'],
  ['the origin of a pointer', pointer, found(), 'auto', 'origin', null],
  ['the origin of a pointer, also where the dead letter was asked for', pointer, found(), 'dlq', 'origin', null],
  ['nothing of a pointer whose origin is gone', pointer, GONE, 'auto', 'dlq', 'unhydratable'],
  ['nothing of a pointer whose origin is newer than the failure', pointer, found({ timestampMs: T0 + 2_000 }), 'auto', 'origin', 'origin-differs'],
]

describe('what is sent is', () => {
  it.each(CASES)('%s', (_what, dead, origin, option, payload, problem) => {
    const choice = choosePayload(dead, origin, option)
    expect([choice.payload, choice.problem?.code ?? null]).toEqual([payload, problem])
    expect(choice.record.topic).toBe(payload === 'origin' ? 'orders' : 'dlt')
  })

  it('read from the origin only where that may make a difference', () => {
    expect([needsOrigin(full, 'auto'), needsOrigin(full, 'origin'), needsOrigin(full, 'dlq'), needsOrigin(pointer, 'dlq')]).toEqual([true, true, false, true])
    expect(needsOrigin(letter({}, []), 'auto')).toBe(false)
  })
})
