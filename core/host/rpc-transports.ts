// The transports a reader may come over, each seen as the same thing.
import type { WebSocket } from 'ws'
import type { RpcTransport } from './rpc-connection.ts'

/** A port with Node-style events: node:worker_threads hands over the value, Electron's MessagePortMain an event with `data`. */
export interface NodeStylePort {
  on(event: 'message', listener: (message: never) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

export function portTransport(port: NodeStylePort): RpcTransport {
  // Electron ports may be collected, and thereby closed, once nobody holds them: the server's set of open transports holds this one.
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', (message: unknown) => listener(isMessageEvent(message) ? message.data : message)),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}

export function webSocketTransport(socket: WebSocket): RpcTransport {
  return {
    send: (message) => socket.send(message),
    onMessage: (listener) => void socket.on('message', (data: Buffer, isBinary: boolean) => listener(isBinary ? data : data.toString('utf8'))),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.terminate(),
  }
}

function isMessageEvent(message: unknown): message is { data: unknown } {
  return typeof message === 'object' && message !== null && 'data' in message && !(message instanceof Uint8Array)
}
