// What the filter found is found again in what is shown, by the rules of the core.
import { expect, it } from 'vitest'
import { matchesIn } from '../../../../renderer/features/messages/match-highlight.ts'

it.each([
  ['{"id":1,"city":"Köln"}', 'köln', [16]],
  ['{"id":1,"city":"KÖLN"}', 'köln', []],
  ['{"id":1,"city":"Köln"}', 'Köln', [16]],
  ['Order ORDER order', 'order', [0, 6, 12]],
  ['Order ORDER order', 'Order', [0]],
  ['aaaa', 'aa', [0, 2]],
  ['İstanbul', 'stanbul', [1]],
  ['anything', '', []],
])('in %j %j stands at %j', (text, wanted, places) => {
  expect(matchesIn(text, wanted)).toEqual(places)
})
