import { expect, it } from 'vitest'
import { KAFKA_RELEASES as TOLD_BY_CORE } from '../../../../core/contract/settings.ts'
import { KAFKA_RELEASES, parseFolder, parseMinutes, parsePort, parseTailRows, startNote } from '../../../../renderer/features/settings/setting-inputs.ts'

it.each([
  [parsePort, '9092', { value: 9_092 }],
  [parsePort, ' 0 ', { value: 0 }],
  [parsePort, '', { value: null }],
  [parsePort, '65536', { error: 'A port is a number from 0 to 65535; 0 picks a free one.' }],
  [parsePort, '90e2', { error: 'A port is a number from 0 to 65535; 0 picks a free one.' }],
  [parsePort, '-1', { error: 'A port is a number from 0 to 65535; 0 picks a free one.' }],
  [parseTailRows, '10 000', { value: 10_000 }],
  [parseTailRows, '99', { error: 'From 100 to 100 000 rows.' }],
  [parseTailRows, '', { error: 'From 100 to 100 000 rows.' }],
  [parseMinutes, '60', { value: 60 }],
  [parseMinutes, '61', { error: 'From 1 to 60 minutes.' }],
  [parseMinutes, '1.5', { error: 'From 1 to 60 minutes.' }],
  [parseFolder, '  /data ', { value: '/data' }],
  [parseFolder, ' ', { value: null }],
])('%o takes %j as %j', (parse, text, expected) => {
  expect(parse(text)).toEqual(expected)
})

it.each([
  ['9092', null, '9092', 'In use now: 9092.'],
  ['9092', '9092', '9092', 'In use now: 9092.'],
  ['19092', null, '9092', 'In use now: 19092. From the next start on: 9092, unless it is started with another one.'],
  ['9092', '19092', '9092', 'In use now: 9092. From the next start on: 19092, unless it is started with another one.'],
  [null, '9081', '9080', 'From the next start on: 9081.'],
])('with %s running and %s chosen says what holds when', (running, chosen, usual, said) => {
  expect(startNote(running, chosen, usual)).toBe(said)
})

it('offers the Kafka releases that the core knows, newest first', () => {
  expect(KAFKA_RELEASES.toReversed()).toEqual(TOLD_BY_CORE)
})
