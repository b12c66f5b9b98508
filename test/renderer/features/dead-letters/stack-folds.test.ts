import { describe, expect, it } from 'vitest'
import { type StackPart, stackParts } from '../../../../renderer/features/dead-letters/stack-folds.ts'

const frames = (marks: string) => [...marks].map((mark, at) => ({ text: `\tat ${mark}${at}`, isApplication: mark === 'a' }))
const shape = (parts: readonly StackPart[]): string => parts.map((part) => (part.kind === 'frame' ? part.text : `[${part.frames.length}]`)).join(' ')

describe('A stack', () => {
  it.each([
    ['aa', 'a0 a1'],
    ['affffa', 'a0 [4] a5'],
    ['affaff', 'a0 [2] a3 [2]'],
    ['afa', 'a0 f1 a2'],
    ['ffa', 'f0 f1 a2'],
    ['', ''],
  ])('of %j is read as %s', (marks, shown) => {
    expect(shape(stackParts(frames(marks)))).toBe(shown)
  })

  it('begins with where it was thrown, also in a framework', () => {
    expect(shape(stackParts(frames('ffffa')))).toBe('f0 [3] a4')
  })

  it('without a frame of the application shows its top', () => {
    expect(shape(stackParts(frames('ffffffff')))).toBe('f0 f1 f2 f3 f4 [3]')
    expect(shape(stackParts(frames('ffffff')))).toBe('f0 f1 f2 f3 f4 f5')
  })

  it('that only passed it on is folded whole', () => {
    expect(shape(stackParts(frames('fffff'), false))).toBe('[5]')
    expect(shape(stackParts(frames('ffa'), false))).toBe('f0 f1 a2')
  })
})
