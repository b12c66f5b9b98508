import { expect, it } from 'vitest'
import { GroupNotes } from '../../../../core/deadletters/index/group-notes.ts'
import { WorkbenchStore } from '../../../../core/storage/workbench-store.ts'
import { onTestFinished } from 'vitest'
import { FakeTime } from '../../../support/fake-time.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

async function open() {
  const store = await WorkbenchStore.open(await tempFolder())
  onTestFinished(async () => store.close())
  const time = new FakeTime(1_000)
  let changes = 0
  const again = () => new GroupNotes(store, time, () => changes++)
  return { notes: again(), again, changes: () => changes }
}

it('a note is kept with its time, per cluster', async () => {
  const { notes, again, changes } = await open()
  await notes.setNote('c1', 'f1', 'waits for the fix')
  expect(again().note('c1', 'f1')).toEqual({ text: 'waits for the fix', atMs: 1_000 })
  expect([again().note('c2', 'f1'), changes()]).toEqual([{ text: '', atMs: 0 }, 1])
})

it('merged groups count to one, also through another', async () => {
  const { notes, again } = await open()
  await notes.merge('c', 'a', ['b'])
  await notes.merge('c', 'z', ['a', 'y'])
  for (const one of [notes, again()]) {
    expect(['a', 'b', 'y', 'z', 'other'].map(one.groupOf('c'))).toEqual(['z', 'z', 'z', 'z', 'other'])
    expect(one.mergedInto('c', 'z').toSorted()).toEqual(['a', 'b', 'y'])
  }
})

it('merging into a group that was merged itself goes to where that counts', async () => {
  const { notes } = await open()
  await notes.merge('c', 'a', ['b'])
  await notes.merge('c', 'b', ['x', 'a'])
  expect(['a', 'b', 'x'].map(notes.groupOf('c'))).toEqual(['a', 'a', 'a'])
})

it('is split again: one out of its group, or all out of theirs; notes stay', async () => {
  const { notes, again } = await open()
  await notes.setNote('c', 'b', 'n')
  await notes.merge('c', 'a', ['b', 'd'])
  await notes.split('c', 'b')
  expect(['b', 'd'].map(notes.groupOf('c'))).toEqual(['b', 'a'])
  await notes.split('c', 'a')
  expect(['b', 'd'].map(again().groupOf('c'))).toEqual(['b', 'd'])
  expect(again().note('c', 'b').text).toBe('n')
})
