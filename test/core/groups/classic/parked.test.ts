import { expect, test } from 'vitest'
import { Parked } from '../../../../core/groups/classic/parked.ts'

test('answers everybody who waits, once', () => {
  const parked = new Parked<string>()
  const answers: string[] = []
  parked.add({ connectionId: 1, reply: (text) => answers.push(`first ${text}`) })
  parked.add({ connectionId: 2, reply: (text) => answers.push(`second ${text}`) })
  expect(parked.isWaiting).toBe(true)
  expect([parked.answer('yes'), parked.answer('again')]).toEqual([true, false])
  expect([answers, parked.isWaiting]).toEqual([['first yes', 'second yes'], false])
})

test('a closed connection is not answered, but the member still counts as waiting', () => {
  const parked = new Parked<string>()
  const answers: string[] = []
  parked.add({ connectionId: 1, reply: (text) => answers.push(text) })
  parked.connectionClosed(2)
  parked.connectionClosed(1)
  expect(parked.isWaiting).toBe(true)
  expect([parked.answer('late'), answers]).toEqual([true, []])
})

test('a connection that closes changes nothing for who does not wait', () => {
  const parked = new Parked<string>()
  parked.connectionClosed(1)
  expect(parked.isWaiting).toBe(false)
})
