// What a replayed record carries: order, duplicates and nulls stay, and only what the choice names goes.
import { describe, expect, it } from 'vitest'
import { DEFAULT_HEADERS, type HeaderChoice } from '../../../../core/deadletters/replay/options.ts'
import { chosenHeaders, placeText, stamped } from '../../../../core/deadletters/replay/outgoing-headers.ts'

const owned = (name: string): boolean => name.startsWith('dlt-')
const header = (key: string, value: string | null): { key: string; value: Buffer | null } => ({ key, value: value === null ? null : Buffer.from(value) })
const shown = (headers: readonly { key: string; value: Buffer | null }[]): (string | null)[][] => headers.map(({ key, value }) => [key, value?.toString() ?? null])

const RECORD = [header('trace', 'a'), header('dlt-topic', 'orders'), header('trace', null), header('empty', ''), header('dlt-stack', 'at x\nat y'), header('trace', 'a')]

/** [what, the choice, what is left] */
const CHOICES: readonly [string, Partial<HeaderChoice>, (string | null)[][]][] = [
  ['strip takes the owned ones', {}, [['trace', 'a'], ['trace', null], ['empty', ''], ['trace', 'a']]],
  ['keep takes none', { owned: 'keep' }, [['trace', 'a'], ['dlt-topic', 'orders'], ['trace', null], ['empty', ''], ['dlt-stack', 'at x\nat y'], ['trace', 'a']]],
  ['rename leaves them in their place', { owned: 'rename' }, [['trace', 'a'], ['x-prev-dlt-topic', 'orders'], ['trace', null], ['empty', ''], ['x-prev-dlt-stack', 'at x\nat y'], ['trace', 'a']]],
  ['further names go, also by their beginning', { remove: ['tr*', 'empty'] }, []],
  ['a name without a star is that name only', { remove: ['trac'] }, [['trace', 'a'], ['trace', null], ['empty', ''], ['trace', 'a']]],
  ['a header that is set stands once, at the end', { set: [{ name: 'trace', value: 'b' }, { name: 'n', value: null }] }, [['empty', ''], ['trace', 'b'], ['n', null]]],
  ['long values are cut', { owned: 'keep', maxValueBytes: 4 }, [['trace', 'a'], ['dlt-topic', 'orde'], ['trace', null], ['empty', ''], ['dlt-stack', 'at x'], ['trace', 'a']]],
]

describe('the headers that are chosen', () => {
  it.each(CHOICES)('%s', (_what, choice, left) => {
    expect(shown(chosenHeaders(RECORD, { ...DEFAULT_HEADERS, ...choice }, owned))).toEqual(left)
  })
})

it('the marks of a replay stand in the place of those before', () => {
  const before = [header('x-replay-count', '1'), header('a', '1'), header('x-replay-id', 'old/1'), header('x-replay-other', 'stays')]
  const mark = { id: '0123456789abcdef/7', of: placeText({ topic: 'orders-dlt', partition: 2, offset: 9 }), atMs: Date.UTC(2026, 0, 2), count: 2 }
  expect(shown(stamped(before, mark))).toEqual([
    ['a', '1'],
    ['x-replay-other', 'stays'],
    ['x-replay-id', '0123456789abcdef/7'],
    ['x-replay-of', 'orders-dlt/2/9'],
    ['x-replay-at', '2026-01-02T00:00:00.000Z'],
    ['x-replay-count', '2'],
  ])
})
