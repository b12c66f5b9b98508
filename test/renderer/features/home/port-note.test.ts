import { expect, it } from 'vitest'
import { portNote } from '../../../../renderer/features/home/port-note.ts'

it('says what another port than 9092 means for clients, and nothing on the usual one', () => {
  expect(portNote('127.0.0.1:9092')).toBeNull()
  expect(portNote('[::1]:9092')).toBeNull()
  expect(portNote('127.0.0.1:9192')).toBe(
    'Not on Kafka’s usual port 9092: clients have to be given 127.0.0.1:9192. One that is set to localhost:9092 meets another program there, or nobody.',
  )
})
