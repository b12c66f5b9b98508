import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinStack, splitStack, stackIdOf } from '../../../../core/deadletters/index/stack-text.ts'
import { STACK } from '../../../support/dead-letters.ts'

it('two stacks that differ in their messages share their frames', () => {
  const [a, b] = [splitStack(STACK), splitStack(STACK.replace('4711', '12'))]
  expect(a.frames).toBe(b.frames)
  expect(stackIdOf(a.frames)).toBe(stackIdOf(b.frames))
  expect(b.heads).toEqual(['org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed', 'Caused by: com.example.PriceMissing: No price for article 12'])
})

it('any text comes back as it was', () => {
  const lines = fc.array(fc.oneof(fc.constantFrom('\tat a.b(c.java:1)', '  File "x.py", line 1', '\u0000', '', 'Caused by: x', '\tat a\r'), fc.string({ unit: 'binary' })))
  fc.assert(fc.property(lines, (parts) => {
    const stack = parts.join('\n')
    expect(joinStack(splitStack(stack))).toBe(stack)
  }))
})
