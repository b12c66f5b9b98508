// A broker of a few lines that says what a test wants: logs with holes, leaders elsewhere, old versions, no answer at all.
import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { FrameSplitter } from '../../core/broker/network/frame-splitter.ts'
import type { AnyApi, RequestOf, ResponseOf } from '../../core/protocol/define-api.ts'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import { decodeRequestHeader, encodeResponseFrame } from '../../core/protocol/frame.ts'
import { ApiVersions } from '../../core/protocol/messages/api-versions.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { ListOffsets } from '../../core/protocol/messages/list-offsets.ts'
import { Metadata } from '../../core/protocol/messages/metadata.ts'
import { batches, encodeBatch, lastOffsetOf, type BatchSpec } from '../../core/protocol/records/record-batch.ts'

type Answer = (request: never, version: number) => unknown

/** One API and how it is answered; a promise may stay open for ever. */
export interface Scripted {
  readonly api: AnyApi
  readonly answer: Answer
  readonly maxVersion?: number
}

export function on<A extends AnyApi>(api: A, answer: (request: RequestOf<A>, version: number) => ResponseOf<A> | Promise<ResponseOf<A>>, maxVersion?: number): Scripted {
  return { api, answer: answer as Answer, ...(maxVersion !== undefined && { maxVersion }) }
}

export interface ScriptedBroker {
  readonly address: { readonly host: string; readonly port: number }
  /** `Fetch v12`, in the order of arrival. */
  readonly asked: string[]
  readonly connections: number
  /** Drops the connections that are open; new ones are taken. */
  dropConnections(): void
  close(): Promise<void>
}

/** ApiVersions is answered from the list unless scripted itself. */
export async function startScriptedBroker(scripted: readonly Scripted[]): Promise<ScriptedBroker> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const apis = new Map([versionsOf(scripted), ...scripted].map((entry) => [entry.api.key, entry]))
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    const splitter = new FrameSplitter(0x7fffffff)
    socket.on('data', (chunk: Buffer) => {
      for (const frame of splitter.split(chunk)) void answer(socket, frame, apis, asked)
    })
  })
  await listening(server)
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    asked,
    get connections() {
      return sockets.size
    },
    dropConnections: () => sockets.forEach((socket) => socket.destroy()),
    close,
  }
}

/** A server that does with each connection what the test says; gives its address. */
export async function startRawServer(onConnection: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onConnection(socket)
  })
  await listening(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  await listening(server)
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

function versionsOf(scripted: readonly Scripted[]): Scripted {
  const apiKeys = [{ api: ApiVersions as AnyApi, maxVersion: undefined }, ...scripted].map(({ api, maxVersion }) => ({
    apiKey: api.key,
    minVersion: api.minDecodable,
    maxVersion: maxVersion ?? api.maxVersion,
  }))
  return on(ApiVersions, () => ({ errorCode: 0, apiKeys }))
}

async function answer(socket: Socket, frame: Buffer, apis: ReadonlyMap<number, Scripted>, asked: string[]): Promise<void> {
  const header = decodeRequestHeader(frame, (key, version) => version >= (apis.get(key)?.api.flexibleSince ?? Infinity))
  const entry = apis.get(header.apiKey)
  if (!entry) return void socket.destroy()
  asked.push(`${entry.api.name} v${header.apiVersion}`)
  const request: unknown = entry.api.decodeRequest(header.apiVersion, frame.subarray(header.bodyOffset))
  const response = await entry.answer(request as never, header.apiVersion)
  const version = isRefusedVersion(entry, response, header.apiVersion) ? 0 : header.apiVersion
  socket.write(Buffer.concat(encodeResponseFrame(entry.api, version, header.correlationId, response as never)))
}

/** KIP-511: an unknown version of ApiVersions is answered in version 0. */
function isRefusedVersion({ api }: Scripted, response: unknown, version: number): boolean {
  return api.key === ApiVersions.key && version > 0 && (response as { errorCode: number }).errorCode === ErrorCode.UNSUPPORTED_VERSION
}

export const TOPIC_ID = 'EBESExQVFhcYGRobHB0eHw'

export interface ScriptedPartition {
  /** Whole batches in order of offsets, with whatever holes. */
  batches: Buffer[]
  startOffset: number
  endOffset: number
  leader?: number
  errorCode?: number
}

/** A batch at an offset, one record per value; a marker where there are none. */
export function batchAt(baseOffset: number, values: readonly string[], spec: Partial<BatchSpec> = {}): Buffer {
  const records = values.map((value) => ({ key: Buffer.from('k'), value: Buffer.from(value), timestamp: baseOffset }))
  return encodeBatch({ records, baseOffset, ...spec })
}

/** What a transaction leaves behind: one control record. */
export function markerAt(baseOffset: number): Buffer {
  const key = Buffer.from([0, 0, 0, 1])
  return encodeBatch({ records: [{ key, value: Buffer.alloc(6), timestamp: baseOffset }], baseOffset, control: true, transactional: true, producerId: 1, producerEpoch: 0 })
}

export interface ScriptedCluster {
  readonly topic: string
  readonly partitions: ScriptedPartition[]
  /** Where each node says that it listens. */
  readonly nodes: Map<number, { host: string; port: number }>
  fetchedBytes: number
}

/** Answers metadata, offsets and fetches of one topic from the given logs, as node 1. */
export async function startScriptedTopic(partitions: ScriptedPartition[], besides: readonly Scripted[] = []): Promise<ScriptedBroker & { readonly cluster: ScriptedCluster }> {
  const cluster: ScriptedCluster = { topic: 'orders', partitions, nodes: new Map(), fetchedBytes: 0 }
  const broker = await startScriptedBroker([
    on(Metadata, (request) => metadataOf(cluster, request)),
    on(ListOffsets, (request) => offsetsOf(cluster, request)),
    on(Fetch, async (request) => fetchFrom(cluster, request)),
    ...besides,
  ])
  cluster.nodes.set(1, broker.address)
  return Object.assign(broker, { cluster })
}

function metadataOf({ topic, partitions, nodes }: ScriptedCluster, { topics }: RequestOf<typeof Metadata>): ResponseOf<typeof Metadata> {
  const wanted = topics === null ? [topic] : topics.map(({ name }) => name ?? '')
  return {
    brokers: Array.from(nodes, ([nodeId, address]) => ({ nodeId, ...address })),
    clusterId: 'scripted',
    controllerId: 1,
    topics: wanted.map((name) => ({
      errorCode: name === topic ? 0 : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
      name,
      topicId: TOPIC_ID,
      partitions: (name === topic ? partitions : []).map(({ leader = 1 }, partitionIndex) => ({
        errorCode: 0,
        partitionIndex,
        leaderId: leader,
        replicaNodes: [leader],
        isrNodes: [leader],
      })),
    })),
  }
}

function offsetsOf({ topic, partitions }: ScriptedCluster, request: RequestOf<typeof ListOffsets>): ResponseOf<typeof ListOffsets> {
  const answers = request.topics[0]!.partitions.map(({ partitionIndex, timestamp }) => {
    const { startOffset, endOffset } = partitions[partitionIndex]!
    return { partitionIndex, errorCode: 0, offset: timestamp === -2 ? startOffset : endOffset }
  })
  return { topics: [{ name: topic, partitions: answers }] }
}

async function fetchFrom(cluster: ScriptedCluster, request: RequestOf<typeof Fetch>): Promise<ResponseOf<typeof Fetch>> {
  const answers = request.topics[0]!.partitions.map(({ partition, fetchOffset, partitionMaxBytes }) => {
    const log = cluster.partitions[partition]!
    const { errorCode = 0, endOffset, startOffset } = log
    const outOfRange = fetchOffset < startOffset || fetchOffset > endOffset ? ErrorCode.OFFSET_OUT_OF_RANGE : 0
    const code = errorCode || outOfRange
    const records = code === 0 ? take(log.batches, fetchOffset, partitionMaxBytes) : null
    cluster.fetchedBytes += records?.length ?? 0
    return { partitionIndex: partition, errorCode: code, highWatermark: endOffset, logStartOffset: startOffset, abortedTransactions: null, records }
  })
  const isEmpty = answers.every(({ records }) => records === null || records.length === 0)
  if (isEmpty && request.maxWaitMs > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  return { responses: [{ topic: cluster.topic, topicId: TOPIC_ID, partitions: answers }] }
}

function take(log: readonly Buffer[], fetchOffset: number, maxBytes: number): Buffer {
  const out: Buffer[] = []
  let size = 0
  for (const bytes of log) {
    const [batch] = batches(bytes)
    if (lastOffsetOf(batch!.header) < fetchOffset) continue
    if (size > 0 && size + bytes.length > maxBytes) break
    out.push(bytes)
    size += bytes.length
  }
  return Buffer.concat(out)
}

