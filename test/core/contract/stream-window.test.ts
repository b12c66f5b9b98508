import { expect, it } from 'vitest'
import { parseStreamEventId, streamEventId } from '../../../core/contract/stream-window.ts'

it('reads back what it writes', () => {
  expect(parseStreamEventId(streamEventId('17', 4))).toEqual({ streamId: '17', count: 4 })
  expect(parseStreamEventId(streamEventId('a:b', 1))).toEqual({ streamId: 'a:b', count: 1 })
})
