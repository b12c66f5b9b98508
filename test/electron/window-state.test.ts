// The window comes back where it was, and always where it can be seen.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clampToDisplays, loadWindowState, parseWindowState, saveWindowState } from '../../electron/window-state.ts'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const left = { x: -1920, y: 0, width: 1920, height: 1080 }
const at = (x: number | undefined, y: number | undefined, width = 1000, height = 700) => ({ x, y, width, height, isMaximized: false })
const byDefault = { x: undefined, y: undefined, width: 1360, height: 860, isMaximized: false }

describe('clamping', () => {
  it.each([
    ['a window inside stays', at(100, 100), [laptop], at(100, 100)],
    ['a window over the right edge moves in', at(1200, 100), [laptop], at(440, 100)],
    ['a title bar above the screen comes down', at(10, -300), [laptop], at(10, 25)],
    ['a window that is too big shrinks', at(0, 0, 3000, 2000), [laptop], at(0, 25, 1440, 875)],
    ['a window on a second display stays there', at(-1800, 50), [laptop, left], at(-1800, 50)],
    ['a window between two displays goes where most of it is', at(-800, 50), [laptop, left], at(-1000, 50)],
    ['a window on a display that is gone is placed by the system', at(-1800, 50), [laptop], at(undefined, undefined)],
    ['a window without a place is placed by the system', at(undefined, undefined), [laptop], at(undefined, undefined)],
  ])('%s', (_title, state, workAreas, expected) => {
    expect(clampToDisplays(state, workAreas)).toEqual(expected)
  })
})

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-window-'))

  it('gives back what was saved, also into a folder that was not there', () => {
    const path = join(folder, 'new/window-state.json')
    saveWindowState(path, { ...at(3, 4), isMaximized: true })
    expect(loadWindowState(path)).toEqual({ ...at(3, 4), isMaximized: true })
  })

  it('that is missing or broken means the default', () => {
    const broken = join(folder, 'broken.json')
    writeFileSync(broken, '{"width": 10')
    expect(loadWindowState(broken)).toEqual(byDefault)
    expect(loadWindowState(join(folder, 'missing.json'))).toEqual(byDefault)
  })

  it.each([
    ['no object', 7, byDefault],
    ['null', null, byDefault],
    ['a size that is no number', { width: 'wide', height: 700 }, byDefault],
    ['half a place', { x: 5, width: 1000, height: 700 }, at(undefined, undefined)],
    ['a size below the smallest', { x: 5, y: 6, width: 1, height: 1 }, at(5, 6, 900, 560)],
  ])('with %s is read with care', (_title, value, expected) => {
    expect(parseWindowState(value)).toEqual(expected)
  })
})
