// Coverage as drawn and as said, and partitions as written.
import { expect, it } from 'vitest'
import type { Coverage } from '../../../../core/contract/messages.ts'
import { coverageSegment, coverageWords, parsePartitions, partitionsText } from '../../../../renderer/features/messages/coverage-shape.ts'

const covered = (more: Partial<Coverage>): Coverage => ({
  partition: 0,
  startOffset: 100n,
  endOffset: 300n,
  fromOffset: 100n,
  toOffset: 300n,
  error: null,
  ...more,
})

it.each([
  ['all of it', {}, { left: 0, width: 100 }, 'read, 200 offsets'],
  ['the newest half', { fromOffset: 200n }, { left: 50, width: 50 }, 'about 50 % read, of 200 offsets'],
  ['the oldest tenth', { toOffset: 120n }, { left: 0, width: 10 }, 'about 10 % read, of 200 offsets'],
  ['nothing so far', { toOffset: 100n }, { left: 0, width: 0 }, '0 % read, of 200 offsets'],
  ['a partition that is empty', { endOffset: 100n, toOffset: 100n }, null, 'nothing to read'],
  ['one that failed', { error: 'no leader', toOffset: 200n }, { left: 0, width: 50 }, 'could not be read: no leader'],
  ['offsets beyond what a double holds', { startOffset: 2n ** 62n, endOffset: 2n ** 62n + 4n, fromOffset: 2n ** 62n + 1n, toOffset: 2n ** 62n + 2n }, { left: 25, width: 25 }, 'about 25 % read, of 4 offsets'],
])('%s', (_, more, segment, words) => {
  expect(coverageSegment(covered(more))).toEqual(segment)
  expect(coverageWords(covered(more))).toBe(words)
})

it('says of a partition that is not read that it was not asked for', () => {
  expect(coverageWords(undefined)).toBe('not asked for')
})

it.each([
  ['', []],
  ['3', [3]],
  [' 0-3, 8 ', [0, 1, 2, 3, 8]],
  ['8,3-3,8', [3, 8]],
  ['3-1', null],
  ['12', null],
  ['0-12', null],
  ['a', null],
  ['1 2', null],
])('of 12 partitions %j names %j', (text, partitions) => {
  expect(parsePartitions(text, 12)).toEqual(partitions)
  if (partitions) expect(parsePartitions(partitionsText(partitions), 12)).toEqual(partitions)
})

it('writes runs of partitions shortly', () => {
  expect(partitionsText([8, 0, 1, 2, 3, 10, 11])).toBe('0-3, 8, 10-11')
})
