// The desktop's transport in a plain browser: what the preload gives the page, with the core's end of the port in this process.
import type { Page } from '@playwright/test'
import { MessageChannel as NodeMessageChannel, type MessagePort as NodeMessagePort } from 'node:worker_threads'
import type { Core } from '../../../core/host/core-process.ts'

/** Text as it is, bytes as base64: Playwright carries JSON only. */
type Wire = { text: string } | { base64: string }

interface BridgedWindow extends Window {
  toCore: (port: number, message: Wire) => Promise<void>
  toPage: Record<number, (message: Wire | 'close') => void>
}

export interface PortBridge {
  /** Closes every port at the core's end, as a core that goes down does. */
  drop: () => void
}

export async function bridgePorts(page: Page, core: Pick<Core, 'attachPort'>): Promise<PortBridge> {
  const ports: NodeMessagePort[] = []
  const tell = (port: number, message: Wire | 'close'): void => {
    // A page that is closing takes no more messages; the test is over then.
    page.evaluate(([to, wire]) => (window as unknown as BridgedWindow).toPage[to]?.(wire), [port, message] as const).catch(() => {})
  }
  await page.exposeFunction('openPort', () => {
    const { port1, port2 } = new NodeMessageChannel()
    const id = ports.push(port2) - 1
    port2.on('message', (data: string | Uint8Array) =>
      tell(id, typeof data === 'string' ? { text: data } : { base64: Buffer.from(data).toString('base64') }),
    )
    port2.on('close', () => tell(id, 'close'))
    core.attachPort(port1 as unknown as Parameters<Core['attachPort']>[0])
    return id
  })
  await page.exposeFunction('toCore', (id: number, wire: Wire) =>
    ports[id]!.postMessage('text' in wire ? wire.text : new Uint8Array(Buffer.from(wire.base64, 'base64'))),
  )
  await page.addInitScript(emulatePreload)
  return { drop: () => ports.forEach((port) => port.close()) }
}

/** Runs in the page: the one function of the real preload, with the port's other end led to the test. */
function emulatePreload(): void {
  const bridged = window as unknown as BridgedWindow & { openPort: () => Promise<number>; desktop: { requestPort: () => void } }
  const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  bridged.toPage = {}
  bridged.desktop = {
    requestPort: () => void sendPort(),
  }
  async function sendPort(): Promise<void> {
    const id = await bridged.openPort()
    // A port that was posted is another object at the other end.
    let arrived: MessagePort | undefined
    window.addEventListener('message', ({ ports }) => (arrived = ports[0]), { once: true })
    const { port1, port2 } = new MessageChannel()
    port2.onmessage = ({ data }: MessageEvent<string | ArrayBuffer | Uint8Array>) => {
      void bridged.toCore(id, typeof data === 'string' ? { text: data } : { base64: toBase64(new Uint8Array(data as ArrayBuffer)) })
    }
    bridged.toPage[id] = (wire) => {
      // Electron's ports have a close event; a browser's have not, so it is made here.
      if (wire === 'close') arrived?.dispatchEvent(new Event('close'))
      else port2.postMessage('text' in wire ? wire.text : Uint8Array.from(atob(wire.base64), (char) => char.charCodeAt(0)))
    }
    window.postMessage('core-port', location.origin, [port1])
  }
}
