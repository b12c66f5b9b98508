import { expect, test } from 'vitest'
import { SerialByKey } from '../../../core/metadata/serial-by-key.ts'

function gate(): { opened: Promise<void>; open(): void } {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open: () => open() }
}

test('work of one key runs one after the other, in the order it was asked for', async () => {
  const turns = new SerialByKey()
  const log: string[] = []
  const slow = gate()
  const first = turns.run('a', async () => {
    log.push('first starts')
    await slow.opened
    log.push('first ends')
  })
  const second = turns.run('a', async () => void log.push('second'))
  await Promise.resolve()
  slow.open()
  await Promise.all([first, second])
  expect(log).toEqual(['first starts', 'first ends', 'second'])
})

test('work of different keys does not wait for each other', async () => {
  const turns = new SerialByKey()
  const slow = gate()
  const blocked = turns.run('a', () => slow.opened)
  await expect(turns.run('b', async () => 'done')).resolves.toBe('done')
  slow.open()
  await blocked
})

test('work that fails tells its own caller and does not hold up the next', async () => {
  const turns = new SerialByKey()
  const failing = turns.run('a', () => Promise.reject(new Error('no')))
  const next = turns.run('a', async () => 'next')
  await expect(failing).rejects.toThrow('no')
  await expect(next).resolves.toBe('next')
})
