// Which presses are for a grid though it does not have the focus.
import { expect, it } from 'vitest'
import { walksRows } from '../../../renderer/ui/grid-keys.ts'

const press = (key: string, held = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held })

it.each(['ArrowDown', 'ArrowUp', 'j', 'k', 'PageDown', 'PageUp', 'Home', 'End'])('%s walks rows', (key) => {
  expect(walksRows(press(key))).toBe(true)
  expect(walksRows(press(key, { ctrlKey: true }))).toBe(false)
  expect(walksRows(press(key, { altKey: true }))).toBe(false)
})

it.each(['Enter', ' ', 'e', 'Tab', 'ArrowLeft'])('%s does not', (key) => {
  expect(walksRows(press(key))).toBe(false)
})
