import { expect, it } from 'vitest'
import { holeWords } from '../../../../renderer/features/messages/hole-words.ts'

it.each([
  [{ fromOffset: 4211n, kinds: ['commit marker', 'compacted'] }, 4220n, 'Offsets 4\u202f211–4\u202f219: commit marker, compacted away'],
  [{ fromOffset: 5n, kinds: ['aborted'] }, 6n, 'Offset 5: left out with their aborted transaction'],
] as const)('%o before %s', (hole, offset, words) => {
  expect(holeWords({ fromOffset: hole.fromOffset, kinds: [...hole.kinds] }, offset)).toBe(words)
})
