// A page's end of the contract over each transport, with the core's end in the same process.
import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { systemRandom } from '../../core/base/random.ts'
import { type Client, createClient } from '../../core/contract/rpc-client.ts'
import type { RpcServer } from '../../core/host/rpc-connection.ts'
import { type NodeStylePort, portTransport } from '../../core/host/rpc-transports.ts'
import { serveWorkbench, type WebHost } from '../../core/host/web-host.ts'
import { silentLogger } from '../../core/base/logger.ts'
import { tempFolder } from './temp-folder.ts'

export interface RpcRig {
  readonly client: Client
  /** Sends what no client would. */
  sendRaw(message: string): void
  /** As if the reader's process had died. */
  drop(): void
  /** Settles when the reader sees the connection gone. */
  readonly closed: Promise<unknown>
}

export type OpenRig = (server: RpcServer) => Promise<RpcRig>

export const rpcTransports: readonly [name: string, open: OpenRig][] = [
  ['MessagePort', async (server) => openPortRig(server, (port) => port)],
  ['MessagePortMain-shaped port', async (server) => openPortRig(server, asElectronPort)],
  ['WebSocket', openWebSocketRig],
]

async function openPortRig(server: RpcServer, shape: (port: NodeStylePort) => NodeStylePort): Promise<RpcRig> {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port2.close())
  server.serve(portTransport(shape(port1 as unknown as NodeStylePort)))
  port1.start()
  const closed = once(port2, 'close')
  const client = createClient(closed, (options) => new PortLink({ port: port2, ...options }))
  port2.start()
  return { client, closed, sendRaw: (message) => port2.postMessage(message), drop: () => port2.close() }
}

/** Electron's MessagePortMain wraps what it receives in an event. */
function asElectronPort(port: NodeStylePort): NodeStylePort {
  return {
    on(event: 'message' | 'close', listener: (message: never) => void) {
      if (event === 'message') port.on('message', (data: unknown) => listener({ data, ports: [] } as never))
      else port.on('close', listener as () => void)
    },
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  }
}

async function openWebSocketRig(server: RpcServer): Promise<RpcRig> {
  const host = await openWebHost(server, await tempFolder())
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, { origin: `http://127.0.0.1:${host.port}`, headers: { cookie: await cookieOf(host) } })
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  const client = createClient(closed, (options) => new WebSocketLink({ websocket: socket as unknown as globalThis.WebSocket, ...options }))
  await once(socket, 'open')
  return { client, closed, sendRaw: (message) => socket.send(message), drop: () => socket.terminate() }
}

export async function openWebHost(rpc: RpcServer, assets: string): Promise<WebHost> {
  const host = await serveWorkbench({ rpc, logger: silentLogger, random: systemRandom, publishWorkbench: async () => {} }, { port: 0, assets })
  onTestFinished(async () => host.close())
  return host
}

/** What a browser keeps after it has opened the printed address. */
export async function cookieOf(host: WebHost): Promise<string> {
  const response = await fetch(host.url, { redirect: 'manual' })
  return response.headers.getSetCookie()[0]!.split(';')[0]!
}
