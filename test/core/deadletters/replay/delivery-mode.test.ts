// How sure a replay can be, and what is said of it.
import { expect, it } from 'vitest'
import { deliveryOf, undoText } from '../../../../core/deadletters/replay/delivery-mode.ts'
import { defaultOptions } from '../../../../core/deadletters/replay/options.ts'

const local = { connectionId: 'local', clusterId: 'l', isLocal: true }
const remote = { connectionId: 'r', clusterId: 'r', isLocal: false }

/** [source, target, asked for, mode] */
const MODES = [
  [local, local, 'auto', 'L'],
  [remote, local, 'auto', 'I'],
  [null, local, 'auto', 'I'],
  [remote, remote, 'auto', 'T'],
  [{ connectionId: 'other', clusterId: 'o' }, remote, 'auto', 'W'],
  [remote, remote, 'W', 'W'],
] as const

it.each(MODES)('from %j to %j, %s: %s', (source, target, asked, mode) => {
  expect(deliveryOf({ source, target, options: { ...defaultOptions(target), mode: asked } }).mode).toBe(mode)
})

it('says why it is not a stronger one, and before sending that there is no way back', () => {
  const options = defaultOptions(remote)
  expect(deliveryOf({ source: { connectionId: 'o', clusterId: 'o' }, target: remote, options }).text).toMatch(/^At least once: .* Source and target are different clusters\.$/)
  expect(undoText({ target: remote })).toMatch(/^It cannot be undone: /)
  expect(undoText({ target: local })).toMatch(/^It can be taken back /)
})
