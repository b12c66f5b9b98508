import { expect, it } from 'vitest'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const stack = ['   at Shop.Prices.Of(String article) in /src/Prices.cs:line 31', '   at System.Threading.Tasks.Task.Execute()'].join('\n')
const set = [
  u8('exception-type', 'Shop.PriceMissingException'),
  u8('exception-message', 'No price for 4711'),
  u8('exception-stack', stack),
  dec('failed-at', T0 + 9_000),
  u8('original-destination', 'kafka://topic/orders'),
  dec('original-partition', 1),
  dec('original-offset', 5),
]

it('says when it failed, and names the destination as a URI', () => {
  expect(failureOf('wolverine-dead-letter-queue', set)).toMatchObject({
    dialect: 'wolverine',
    origin: { topic: 'orders', partition: 1, offset: 5 },
    error: { class: 'Shop.PriceMissingException', message: 'No price for 4711', stack },
    lastFailureAt: T0 + 9_000,
    timeQuality: 'exact',
  })
})

it('without a destination the origin is not known', () => {
  expect(failureOf('wolverine-dead-letter-queue', set.slice(0, 4)).origin).toBeUndefined()
})

it('owns its own headers', () => {
  expect(stripHeaders([...set, u8('original-id', '1')], 'wolverine')).toEqual([u8('original-id', '1')])
})
