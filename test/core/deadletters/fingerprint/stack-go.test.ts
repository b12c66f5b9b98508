import { expect, it } from 'vitest'
import { goSection } from '../../../../core/deadletters/fingerprint/stack-go.ts'

it('a panic: its message, and frames without arguments and addresses', () => {
  const lines = ['panic: runtime error: index out of range [5] with length 3', '', 'goroutine 18 [running]:', 'main.(*Prices).Of(0xc000012345, {0x1, 0x2})', '\t/app/prices.go:31 +0x1d', 'runtime.goexit()', '\t/usr/local/go/src/runtime/asm_amd64.s:1700 +0x1', 'created by main.start in goroutine 1', '\t/app/main.go:8 +0x5']
  expect(goSection(lines)).toEqual({
    class: 'panic',
    message: 'runtime error: index out of range [5] with length 3',
    frames: [{ name: 'main.(*Prices).Of', isFramework: false }, { name: 'runtime.goexit', isFramework: true }],
  })
})

it('an error that prints its own stack', () => {
  expect(goSection(['no price for 4711', 'shop/prices.Of.func1', '\t/app/prices.go:31', 'net/http.serve', '\t/usr/local/go/src/net/http/server.go:1'])).toEqual({
    class: '',
    message: 'no price for 4711',
    frames: [{ name: 'shop/prices.Of.func', isFramework: false }, { name: 'net/http.serve', isFramework: true }],
  })
})

it('other text has none', () => {
  expect(goSection(['panic: x', 'y'])).toBeNull()
})
