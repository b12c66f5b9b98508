import { expect, it } from 'vitest'
import { causesOf } from '../../../../core/deadletters/case/stack-causes.ts'
import { STACK } from '../../../support/dead-letters.ts'

const told = (stack: string) => causesOf(stack).map(({ title, frames }) => [title, ...frames.map(({ text, isApplication }) => `${isApplication ? '* ' : ''}${text}`)])

it('the JVM: every cause with its frames, those of the application marked', () => {
  expect(told(STACK)).toEqual([
    ['org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed', 'at org.springframework.kafka.listener.KafkaMessageListenerContainer.run(KafkaMessageListenerContainer.java:873)'],
    ['Caused by: com.example.PriceMissing: No price for article 4711', '* at com.example.Prices.of(Prices.java:31)', 'at java.base/java.lang.Thread.run(Thread.java:1583)', '... 14 more'],
  ])
})

it('a message of many lines is one title', () => {
  expect(told('a.B: first\n  second\n\tat c.D.e(D.java:1)')).toEqual([['a.B: first\nsecond', '* at c.D.e(D.java:1)']])
})

it('Python: a frame with its line of code', () => {
  expect(told('Traceback (most recent call last):\n  File "/app/a.py", line 3, in of\n    return table[x]\n  File "/usr/lib/python3.12/json/x.py", line 1, in y\nKeyError: 1')).toEqual([
    ['Traceback (most recent call last):', '* File "/app/a.py", line 3, in of: return table[x]', 'File "/usr/lib/python3.12/json/x.py", line 1, in y'],
    ['KeyError: 1'],
  ])
})

it('Go: a function with its file', () => {
  expect(told('panic: x\n\ngoroutine 1 [running]:\nmain.of(0x1)\n\t/app/main.go:3 +0x1\nruntime.goexit()\n\t/usr/go/asm.s:1')).toEqual([['panic: x\ngoroutine 1 [running]:', '* main.of(0x1) /app/main.go:3 +0x1', 'runtime.goexit() /usr/go/asm.s:1']])
})

it('frames without a title, and nothing', () => {
  expect(told('   at Shop.Prices.Of()')).toEqual([['', '* at Shop.Prices.Of()']])
  expect(told('\n \n')).toEqual([])
})
