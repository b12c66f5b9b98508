import { expect, it } from 'vitest'
import { beginningLines } from '../../../renderer/format/json-beginning.ts'

it('lays out as much as is surely there', () => {
  expect(beginningLines('[{"id":9007199254740993,"tags":[],"a":"x y"},{"id":1,"text":"cu', 'indented')).toEqual([
    '[',
    '  {',
    '    "id": 9007199254740993,',
    '    "tags": [],',
    '    "a": "x y"',
    '  },',
    '  {',
    '    "id": 1,',
  ])
})

it('breaks at line feeds, and where a line is too long', () => {
  expect(beginningLines(`a\n${'😀'.repeat(201)}\nb`, 'stored')).toEqual(['a', '😀'.repeat(200), '😀'])
})

it('takes no longer for a longer text', () => {
  expect(beginningLines('1\n'.repeat(200_000), 'stored')).toHaveLength(80)
})
