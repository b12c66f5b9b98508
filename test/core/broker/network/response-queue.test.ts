import { describe, expect, test } from 'vitest'
import { ResponseQueue } from '../../../../core/broker/network/response-queue.ts'
import { CLOSE_CONNECTION, NO_RESPONSE } from '../../../../core/broker/handler.ts'

describe('response queue', () => {
  test('an answer waits for every earlier request', () => {
    const queue = new ResponseQueue()
    const [first, second, third] = [queue.open(1, 'inTurn', 0), queue.open(1, 'inTurn', 0), queue.open(1, 'inTurn', 0)]
    const reply = (text: string): Buffer[] => [Buffer.from(text)]
    queue.settle(third, reply('third'))
    expect(queue.take()).toBeUndefined()
    queue.settle(first, reply('first'))
    expect(queue.take()?.reply).toEqual(reply('first'))
    expect(queue.take()).toBeUndefined()
    queue.settle(second, NO_RESPONSE)
    expect(queue.take()?.reply).toBe(NO_RESPONSE)
    expect(queue.take()?.reply).toEqual(reply('third'))
    expect(queue.take()).toBeUndefined()
  })

  test('closing waits its turn like any answer', () => {
    const queue = new ResponseQueue()
    const [first, second] = [queue.open(1, 'inTurn', 0), queue.open(1, 'inTurn', 0)]
    queue.settle(second, CLOSE_CONNECTION)
    expect(queue.take()).toBeUndefined()
    queue.settle(first, [])
    expect([queue.take()?.reply, queue.take()?.reply]).toEqual([[], CLOSE_CONNECTION])
  })

  test('counts the bytes of requests without an answer and of answers that wait, down to nothing', () => {
    const queue = new ResponseQueue()
    const [first, second] = [queue.open(100, 'inTurn', 0), queue.open(200, 'inTurn', 0)]
    expect(queue.handlingBytes).toBeGreaterThanOrEqual(300)
    expect(queue.inProgress).toBe(2)
    queue.settle(second, [Buffer.alloc(5000), Buffer.alloc(5000)])
    expect(queue.handlingBytes).toBeLessThan(2000)
    expect(queue.waitingBytes).toBeGreaterThanOrEqual(10_000)
    queue.settle(first, [])
    while (queue.take() !== undefined);
    expect([queue.inProgress, queue.handlingBytes, queue.waitingBytes]).toEqual([0, 0, 0])
  })

  test('a flood of empty requests weighs something', () => {
    const queue = new ResponseQueue()
    for (let i = 0; i < 10_000; i++) queue.open(0, 'inTurn', 0)
    expect(queue.handlingBytes).toBeGreaterThan(8 * 1024 * 1024)
  })

  test('answering twice is a bug', () => {
    const queue = new ResponseQueue()
    const slot = queue.open(1, 'inTurn', 0)
    queue.settle(slot, NO_RESPONSE)
    expect(() => queue.settle(slot, NO_RESPONSE)).toThrow('a request was answered twice')
  })
})
