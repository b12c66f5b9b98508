import { expect, it } from 'vitest'
import { fetchPieces, fileNameOf } from '../../../../renderer/features/record/part-bytes.ts'
import type { PartToFetch } from '../../../../renderer/rpc/record-bytes.ts'

const all = Uint8Array.from({ length: 2_500_000 }, (_, index) => index % 251)

const part = (inlineBytes: number): PartToFetch => ({
  address: { partition: 2, offset: 8841n },
  of: { part: 'value' },
  field: { kind: 'json', bytes: all.slice(0, inlineBytes), text: '', sizeBytes: all.length, cut: inlineBytes < all.length },
})

const chunk = async (_address: unknown, _of: unknown, fromByte: number, maxBytes: number): Promise<Uint8Array> =>
  Promise.resolve(all.slice(fromByte, fromByte + maxBytes))

const never = (): AbortSignal => new AbortController().signal

it('fetches what is missing, and tells how far it is', async () => {
  const progress: number[] = []
  const pieces = await fetchPieces(part(1_000), { chunk }, never(), (done) => progress.push(done))
  expect(Buffer.concat(pieces).equals(all)).toBe(true)
  expect(progress).toEqual(Array.from({ length: 10 }, (_, piece) => 1_000 + piece * 262_144))
})

it('fetches nothing of what came whole', async () => {
  const pieces = await fetchPieces(part(all.length), { chunk: () => Promise.reject(new Error('fetched')) }, never(), () => {})
  expect(pieces).toHaveLength(1)
})

it('stops when it is cancelled, and when the cluster has less than it said', async () => {
  const stop = new AbortController()
  await expect(fetchPieces(part(0), { chunk }, stop.signal, () => stop.abort())).rejects.toThrow('aborted')
  await expect(fetchPieces(part(10), { chunk: () => Promise.resolve(new Uint8Array()) }, never(), () => {})).rejects.toThrow('Only 10 of 2500000 bytes of offset 8841 came')
})

it('names the file after the record', () => {
  expect(fileNameOf('orders', part(1))).toBe('orders-2-8841.value.json')
})
