// A core made of plain data, served like the real one: for states that a healthy broker never shows (failures, floods, a lost connection).
import { RPCHandler } from '@orpc/server/ws'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { bytesSerializer } from '../../../core/contract/bytes-serializer.ts'
import { fakeRouter, type Tails } from './fake-router.ts'
import { emptyState, type FakeState } from './fake-state.ts'
import { servePage } from './serve-page.ts'

export interface FakeCore {
  url: string
  state: FakeState
  goDown: () => Promise<void>
  /** On the same port, so that an open page finds it again. */
  comeBack: () => Promise<void>
  close: () => Promise<void>
}

export async function startFakeCore(initial: Partial<FakeState>): Promise<FakeCore> {
  const tails: Tails = new Set()
  const state: FakeState = { ...emptyState(), emit: (event) => tails.forEach((send) => send(event)), ...initial }
  const handler = new RPCHandler(fakeRouter(state, tails), { customJsonSerializers: [bytesSerializer] })
  const serve = async (port: number): Promise<{ port: number; stop: () => Promise<void> }> => {
    const http = createServer(servePage)
    const sockets = new WebSocketServer({ server: http, path: '/rpc' })
    sockets.on('connection', (socket) => handler.upgrade(socket, { context: {} }))
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
    const stop = async (): Promise<void> => {
      sockets.clients.forEach((socket) => socket.terminate())
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    }
    return { port: (http.address() as AddressInfo).port, stop }
  }
  let server = await serve(0)
  return {
    url: `http://127.0.0.1:${server.port}/`,
    state,
    goDown: () => server.stop(),
    comeBack: async () => void (server = await serve(server.port)),
    close: () => server.stop(),
  }
}
