// Class names are joined without what does not apply.
import { expect, it } from 'vitest'
import { cx } from '../../../renderer/ui/class-names.ts'

it('leaves out what does not apply', () => {
  expect(cx('a', false, null, undefined, '', 'b')).toBe('a b')
})
