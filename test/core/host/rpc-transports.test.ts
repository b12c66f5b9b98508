import { EventEmitter, once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { type NodeStylePort, portTransport, webSocketTransport } from '../../../core/host/rpc-transports.ts'

it('hands over what a port of node:worker_threads receives, and its end', async () => {
  const { port1, port2 } = new MessageChannel()
  const transport = portTransport(port1 as unknown as NodeStylePort)
  const seen: unknown[] = []
  const closed = new Promise<void>((resolve) => transport.onClose(resolve))
  transport.onMessage((message) => seen.push(message))
  port2.postMessage('to the core')
  await expect.poll(() => seen).toEqual(['to the core'])
  const answer = once(port2, 'message')
  transport.send('to the page')
  expect(await answer).toEqual(['to the page'])
  transport.close()
  await closed
})

it('takes what an Electron port receives out of its event', () => {
  const port = Object.assign(new EventEmitter(), { postMessage: () => {}, start: () => {}, close: () => {} })
  const seen: unknown[] = []
  portTransport(port as unknown as NodeStylePort).onMessage((message) => seen.push(message))
  port.emit('message', { data: 'text', ports: [] })
  expect(seen).toEqual(['text'])
})

it('hands over text of a WebSocket as text, and bytes as bytes', () => {
  const socket = Object.assign(new EventEmitter(), { send: () => {}, terminate: () => {} })
  const seen: unknown[] = []
  webSocketTransport(socket as never).onMessage((message) => seen.push(message))
  socket.emit('message', Buffer.from('text'), false)
  socket.emit('message', Buffer.from([1]), true)
  expect(seen).toEqual(['text', Buffer.from([1])])
})
