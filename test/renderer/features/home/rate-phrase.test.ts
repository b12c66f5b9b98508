import { expect, it } from 'vitest'
import { ratePhrase } from '../../../../renderer/features/home/rate-phrase.ts'

it.each([
  [0, '0 messages/s'],
  [0.42, '0.4 messages/s'],
  [12.4, '12 messages/s'],
  [1_234_567, '1\u202f234\u202f567 messages/s'],
])('%d per second is %s', (rate, text) => {
  expect(ratePhrase(rate)).toBe(text)
})
