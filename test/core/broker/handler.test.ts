import { expect, test } from 'vitest'
import { CLOSE_CONNECTION, handler, NO_RESPONSE } from '../../../core/broker/handler.ts'
import { Heartbeat } from '../../../core/protocol/messages/heartbeat.ts'

test('a handler is registered with the API it answers', () => {
  const answer = (): { errorCode: number } => ({ errorCode: 0 })
  const registered = handler(Heartbeat, answer)
  expect(registered).toEqual({ api: Heartbeat, handle: answer, order: 'inTurn' })
})

test('silence and closing cannot be mistaken for each other', () => {
  expect(NO_RESPONSE).not.toBe(CLOSE_CONNECTION)
})
