// The workbench in a browser: the page and its WebSocket on loopback, for whoever holds the token and for nobody else.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Logger } from '../base/logger.ts'
import { ListenError } from '../broker/network/socket-server.ts'
import type { Core } from './core-process.ts'
import { webSocketTransport } from './rpc-transports.ts'
import { SECURITY_HEADERS, staticFiles } from './static-files.ts'
import { type Verdict, WebGate } from './web-gate.ts'

export interface WebHostOptions {
  /** 0 picks a free one. */
  readonly port: number
  /** Folder of the built page. */
  readonly assets: string
}

export interface WebHost {
  /** With the token: whoever has it may use the workbench. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'
const RPC_PATH = '/rpc'
const TOKEN_BYTES = 32

/** Rejects ListenError when the port cannot be had. */
export async function serveWorkbench(core: Pick<Core, 'rpc' | 'logger' | 'random' | 'publishWorkbench'>, { port, assets }: WebHostOptions): Promise<WebHost> {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: core.rpc.maxMessageBytes, perMessageDeflate: false })
  const listening = await listen(server, port)
  const gate = new WebGate(listening, core.random.bytes(TOKEN_BYTES).toString('base64url'))
  const files = staticFiles(assets)
  server.on('request', (request, response) => void answer(request, response, { gate, files, logger: core.logger }))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = request.url?.split('?')[0] === RPC_PATH ? gate.judgeUpgrade(request.headers) : { status: 404, text: 'Not Found' }
    if (refusal) return refuseUpgrade(socket, refusal.status, refusal.text)
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      // ws reports broken frames and oversize messages here and closes; an unheard 'error' would end the process.
      webSocket.on('error', (error) => core.logger.warn(`A workbench connection broke: ${error.message}`))
      core.rpc.serve(webSocketTransport(webSocket))
    })
  })
  const origin = `http://${LOOPBACK}:${listening}`
  await core.publishWorkbench(origin)
  return { url: `${origin}/?token=${gate.token}`, port: listening, close: async () => close(server, sockets) }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(error.code ?? error.message, { host: LOOPBACK, port })))
    server.listen(port, LOOPBACK, resolve)
  })
  return (server.address() as AddressInfo).port
}

interface Answering {
  readonly gate: WebGate
  readonly files: (request: Request) => Promise<Response>
  readonly logger: Logger
}

async function answer(request: IncomingMessage, response: ServerResponse, { gate, files, logger }: Answering): Promise<void> {
  try {
    const verdict = gate.judge(request.headers, request.url ?? '/')
    if (verdict.kind !== 'allow') return sendVerdict(response, verdict)
    const found = await files(new Request(new URL(verdict.path, gate.origin), { method: request.method ?? 'GET' }))
    response.writeHead(found.status, Object.fromEntries(found.headers))
    response.end(Buffer.from(await found.arrayBuffer()))
  } catch (error) {
    logger.error(`${request.method} ${request.url?.split('?')[0]} failed`, error)
    if (!response.headersSent) response.writeHead(500, SECURITY_HEADERS)
    response.end()
  }
}

function sendVerdict(response: ServerResponse, verdict: Exclude<Verdict, { kind: 'allow' }>): void {
  const headers = { ...SECURITY_HEADERS, 'cache-control': 'no-store' }
  if (verdict.kind === 'enter') {
    response.writeHead(303, { ...headers, location: '/', 'set-cookie': verdict.cookie })
    response.end()
    return
  }
  response.writeHead(verdict.status, { ...headers, 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${verdict.text}\n`)
}

function refuseUpgrade(socket: Duplex, status: number, text: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${text}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  sockets.close()
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
