// What an action is about is exactly what a person sees as chosen.
import { describe, expect, it } from 'vitest'
import { chosenOf, type ChosenFrom, chosenWords, countOf, markedOf, selectionOf, whyNotOne } from '../../../../renderer/features/dead-letters/chosen.ts'
import { group, row } from './samples.ts'

const nothing: ChosenFrom = { selectedRows: [], allMatching: null, row: null, selectedGroups: [], group: null, isList: true, filter: { states: ['new'] } }
const keyOf = (offset: bigint) => ({ ...row().key, offset })

describe('What an action is about', () => {
  it('is nothing where nothing is chosen', () => {
    expect(chosenOf(nothing)).toBeNull()
  })

  it('is the selected rows, whatever else is open', () => {
    const rows = [row({ key: keyOf(1n) }), row({ key: keyOf(2n) })]
    expect(chosenOf({ ...nothing, selectedRows: rows, row: row(), group: group() })).toEqual({ kind: 'keys', keys: [keyOf(1n), keyOf(2n)], rows })
  })

  it('is everything that meets the filter where all rows are selected, those nobody has read yet too', () => {
    const chosen = chosenOf({ ...nothing, selectedRows: [row()], allMatching: 720 })!
    expect([chosenWords(chosen), countOf(chosen)]).toEqual(['all 720 dead letters that match', 720])
    expect(selectionOf(chosen, ['orders-dlt'])).toEqual({ kind: 'filter', topics: ['orders-dlt'], filter: { states: ['new'] } })
    expect(chosenOf({ ...nothing, isList: false, allMatching: 720 })).toBeNull()
  })

  it('is the open case rather than the group it is part of', () => {
    expect(chosenOf({ ...nothing, row: row(), group: group() })).toMatchObject({ kind: 'keys', keys: [row().key] })
  })

  it('is no row that was selected in a list one does not look at', () => {
    expect(chosenOf({ ...nothing, isList: false, selectedRows: [row()], group: group() })).toMatchObject({ kind: 'groups' })
  })

  it('is every group that is selected, with the filter in force and what was merged into them', () => {
    const groups = [group({ fingerprint: 'a', count: 2, merged: ['c'] }), group({ fingerprint: 'b', count: 5 })]
    const chosen = chosenOf({ ...nothing, isList: false, selectedGroups: groups, group: group() })!
    expect(chosen).toMatchObject({ kind: 'groups', filter: { states: ['new'], fingerprints: ['a', 'c', 'b'] }, count: 7 })
    expect([chosenWords(chosen), countOf(chosen)]).toEqual(['7 dead letters of 2 groups', 7])
  })
})

it('A group is replayed and marked by the filter, rows by their places', () => {
  const rows = chosenOf({ ...nothing, row: row() })!
  const groups = chosenOf({ ...nothing, group: group() })!
  expect(selectionOf(rows, ['orders-dlt'])).toEqual({ kind: 'keys', keys: [row().key] })
  expect(selectionOf(groups, ['orders-dlt'])).toEqual({ kind: 'filter', topics: ['orders-dlt'], filter: { states: ['new'], fingerprints: ['f1'] } })
  expect(markedOf(groups)).toEqual({ kind: 'filter', filter: { states: ['new'], fingerprints: ['f1'] } })
})

it('One dead letter is edited at a time', () => {
  expect(whyNotOne(null)).toBe('Nothing is chosen.')
  expect(whyNotOne(chosenOf({ ...nothing, row: row() }))).toBeNull()
  expect(whyNotOne(chosenOf({ ...nothing, group: group() }))).toBe('One dead letter is edited at a time. Bulk repair changes many.')
})
