// What a person narrows dead letters down by, as the core is asked for it and as it stands on the screen.
import { describe, expect, it } from 'vitest'
import { failureFilter } from '../../../../core/contract/dead-letters.ts'
import { chipsOf, fieldProblem, type FilterFields, filterOf, isNarrowed, NO_FILTER, nothingWords } from '../../../../renderer/features/dead-letters/failure-filter.ts'

const fields = (change: Partial<FilterFields>): FilterFields => ({ ...NO_FILTER, ...change })

describe('The filter', () => {
  it('asks for what is open, unless somebody wants more', () => {
    expect(filterOf(NO_FILTER)).toEqual({ states: ['new', 'acknowledged', 'replayed', 'bounced'] })
    expect(filterOf(fields({ openness: 'closed' }))).toEqual({ states: ['consumed', 'resolved', 'parked', 'ignored'] })
    expect(filterOf(fields({ openness: 'all' }))).toEqual({})
  })

  it('leaves out what is blank or not whole yet', () => {
    expect(filterOf(fields({ openness: 'all', text: '  ', originPartition: 'x', minAttempts: '-1', payload: 'customer.id =' }))).toEqual({})
  })

  it('is one the core takes, with everything filled in', () => {
    const all = fields({ text: 'time', originTopic: 'orders', originPartition: '2', group: 'g', class: 'C', key: 'k', header: 'h=1', payload: 'customer.id = 42', minAttempts: '3', minReplayCount: '1', fromMs: 1, untilMs: 2, isPointerOnly: true, hasIssues: true, includeGone: true, includeAborted: true })
    const filter = filterOf(all, ['f1'])
    expect(failureFilter.parse(filter)).toEqual(filter)
    expect(filter).toMatchObject({ fingerprints: ['f1'], originPartition: 2, minAttempts: 3, payload: 'customer.id = 42', fromMs: 1, untilMs: 2 })
  })

  it.each([
    ['payload', { payload: 'customer' }, 'Write a path, a comparison and a value: customer.id = 42'],
    ['payload', { payload: 'customer.id >= 42' }, null],
    ['minAttempts', { minAttempts: 'many' }, 'Not a whole number'],
    ['originPartition', { originPartition: '0' }, null],
  ] as const)('says what is wrong with %s %j', (name, change, problem) => {
    expect(fieldProblem(name, fields(change))).toBe(problem)
  })
})

describe('Chips', () => {
  it('show each thing that narrows, and take exactly that off', () => {
    const shown = fields({ text: 'seen anyway', class: 'TimeoutException', includeGone: true })
    const chips = chipsOf(shown, 0)
    expect(chips.map(({ label }) => label)).toEqual(['class TimeoutException', 'also those gone from the log'])
    expect({ ...shown, ...chips[0]!.without }).toEqual(fields({ text: 'seen anyway', includeGone: true }))
  })

  it('show a stretch of time as one', () => {
    const [chip] = chipsOf(fields({ fromMs: 1_000, untilMs: 2_000 }), 3_000)
    expect(chip!.label).toMatch(/^\d\d:\d\d:01 to \d\d:\d\d:02$/)
    expect(chip!.without).toEqual({ fromMs: null, untilMs: null })
  })
})

it.each([
  [{}, 'No open dead letter here.'],
  [{ openness: 'all' }, 'No dead letter here.'],
  [{ text: 'time' }, 'No open dead letter has “time” in its class, message or stack.'],
  [{ key: 'a' }, 'No open dead letter meets the filter.'],
  [{ key: 'a', group: 'b' }, 'No open dead letter meets the 2 filters.'],
  [{ text: 'time', key: 'a' }, 'No open dead letter has “time” in its class, message or stack and meets the filter.'],
] as const)('Where %j leaves nothing, it says: %s', (change, words) => {
  expect(nothingWords(fields(change))).toBe(words)
})

it('Only what differs from the beginning counts as narrowed', () => {
  expect([NO_FILTER, fields({ openness: 'all' }), fields({ text: 'x' }), fields({ hasIssues: true })].map(isNarrowed)).toEqual([false, true, true, true])
})
