// Opens one connection to the core: over a MessagePort inside Electron, over a WebSocket in a browser.
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import { type Client, createClient } from '../../core/contract/rpc-client.ts'

export interface OpenClient {
  client: Client
  /** Resolves when the connection is gone; a new one needs a new client. */
  closed: Promise<void>
}

interface Desktop {
  requestPort: () => void
}

declare global {
  interface Window {
    /** Given by the preload script in Electron; it answers by posting one port to this window. */
    desktop?: Desktop
  }
}

export function openClient(signal: AbortSignal): Promise<OpenClient> {
  return window.desktop ? openOverPort(window.desktop, signal) : openOverWebSocket(signal)
}

async function openOverPort(desktop: Desktop, signal: AbortSignal): Promise<OpenClient> {
  const port = await portFrom(desktop, signal)
  const closed = new Promise<void>((resolve) => port.addEventListener('close', () => resolve(), { once: true }))
  const client = createClient(closed, (options) => new PortLink({ ...options, port }))
  port.start()
  return { client, closed }
}

function portFrom(desktop: Desktop, signal: AbortSignal): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const listening = new AbortController()
    signal.addEventListener('abort', () => (listening.abort(), reject(signal.reason)), { once: true })
    const onMessage = (event: MessageEvent): void => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== 'core-port' || !port) return
      listening.abort()
      resolve(port)
    }
    window.addEventListener('message', onMessage, { signal: listening.signal })
    desktop.requestPort()
  })
}

async function openOverWebSocket(signal: AbortSignal): Promise<OpenClient> {
  const websocket = new WebSocket(new URL('/rpc', location.href.replace(/^http/, 'ws')))
  websocket.binaryType = 'arraybuffer'
  signal.addEventListener('abort', () => websocket.close(), { once: true })
  const closed = new Promise<void>((resolve) => websocket.addEventListener('close', () => resolve(), { once: true }))
  await new Promise<void>((resolve, reject) => {
    websocket.addEventListener('open', () => resolve(), { once: true })
    void closed.then(() => reject(new Error(`The core at ${location.host} does not answer`)))
  })
  return { client: createClient(closed, (options) => new WebSocketLink({ ...options, websocket })), closed }
}
