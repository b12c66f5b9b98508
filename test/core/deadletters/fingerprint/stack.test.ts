import { describe, expect, it } from 'vitest'
import { deepestCause } from '../../../../core/deadletters/fingerprint/stack.ts'
import { STACK } from '../../../support/dead-letters.ts'

const told = (stack: string): [string, string, string[]] => {
  const { class: named, message, frames } = deepestCause(stack)
  return [named, message, frames.map(({ name }) => name)]
}

describe('the JVM', () => {
  it('the last cause is the deepest', () => {
    expect(told(STACK)).toEqual(['com.example.PriceMissing', 'No price for article 4711', ['com.example.Prices.of', 'java.lang.Thread.run']])
  })

  it('what was suppressed is no cause', () => {
    const stack = ['a.Outer: x', '\tat a.B.c(B.java:1)', '\tSuppressed: a.Hidden: y', '\t\tat a.D.e(D.java:1)', '\tCaused by: a.HiddenCause: z', '\t\tat a.F.g(F.java:1)', 'Caused by: a.Root: r', '\tat a.H.i(H.java:1)'].join('\n')
    expect(told(stack)).toEqual(['a.Root', 'r', ['a.H.i']])
  })

  it('a trace with its root first begins with it', () => {
    expect(told(['a.Root: r', '\tat a.H.i(H.java:1)', 'Wrapped by: a.Outer: x', '\tat a.B.c(B.java:1)'].join('\n'))).toEqual(['a.Root', 'r', ['a.H.i']])
  })

  it('a message may have many lines, also such as look like a frame', () => {
    expect(told(['a.Bad: Unexpected end', ' at [Source: (String)"{"; line: 1, column: 2]', '\tat a.H.i(H.java:1)'].join('\r\n'))).toEqual(['a.Bad', 'Unexpected end\n at [Source: (String)"{"; line: 1, column: 2]', ['a.H.i']])
  })

  it('a class without a message, and a nested one', () => {
    expect(told('java.lang.NullPointerException\n\tat a.H.i(H.java:1)')[0]).toBe('java.lang.NullPointerException')
    expect(told('a.B$PriceMissing: x')).toEqual(['a.B$PriceMissing', 'x', []])
  })
})

it('Node: its cause is printed in brackets', () => {
  const stack = ['Error: outer', '    at run (/app/a.js:1:2) {', '  [cause]: TypeError: inner', '      at of (/app/b.js:3:4)', '  code: 7', '}'].join('\n')
  expect(told(stack)).toEqual(['TypeError', 'inner', ['of b.js']])
})

it('.NET: the innermost comes after the last arrow, and its frames first', () => {
  const stack = ['System.AggregateException: One or more (x) ---> Shop.PriceMissing: No price', '   at Shop.Prices.Of(String a) in /src/P.cs:line 31', '   --- End of inner exception stack trace ---', '   at Shop.Main.Run()'].join('\n')
  expect(told(stack)).toEqual(['Shop.PriceMissing', 'No price', ['Shop.Prices.Of']])
})

it('.NET: also with the arrow on a line of its own', () => {
  const stack = ['System.Exception: outer', ' ---> Shop.PriceMissing: No price', '   at Shop.Prices.Of()', '   --- End of inner exception stack trace ---', '   at Shop.Main.Run()'].join('\n')
  expect(told(stack)).toEqual(['Shop.PriceMissing', 'No price', ['Shop.Prices.Of']])
})

it('Python and Go are known by their own marks', () => {
  expect(told('Traceback (most recent call last):\n  File "/app/a.py", line 3, in of\n    raise X\nshop.PriceMissing: no price')).toEqual(['shop.PriceMissing', 'no price', ['of a.py']])
  expect(told('panic: no price\n\ngoroutine 1 [running]:\nmain.of(0x1)\n\t/app/main.go:3 +0x1d')).toEqual(['panic', 'no price', ['main.of']])
})

it('text that is no stack is a message', () => {
  expect(told('it did not work')).toEqual(['', 'it did not work', []])
  expect(told('')).toEqual(['', '', []])
})

it('takes no time for a megabyte of anything', () => {
  for (const line of ['\tat a.b.c(d.java:1)\n', 'Caused by: x\n', 'x'.repeat(1_000), '---> ', '  File "a.py", line 1, in b\n', '\n']) {
    const began = performance.now()
    deepestCause(line.repeat(1_000_000 / line.length))
    expect(performance.now() - began, JSON.stringify(line)).toBeLessThan(500)
  }
})
