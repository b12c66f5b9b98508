import { expect, it } from 'vitest'
import { dec, failureOf, u8 } from '../../support/dead-letters.ts'

it.each([
  ['never replayed', [], { count: 0 }],
  ['replayed', [u8('x-replay-id', '0123456789abcdef/12'), dec('x-replay-count', 2)], { count: 2, ofJob: '0123456789abcdef' }],
  ['stamped without a count', [u8('x-replay-id', 'p/0')], { count: 1, ofJob: 'p' }],
  ['a count that is none', [u8('x-replay-count', 'many')], { count: 0 }],
])('%s', (_, headers, replay) => {
  expect(failureOf('orders-dlt', headers).replay).toEqual(replay)
})
