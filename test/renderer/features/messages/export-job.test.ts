// Rows are previews; what is copied is whole: read in order, large ones in pieces, bounded, cancelled at any point.
import { expect, it } from 'vitest'
import type { RecordAddress, WholeRecord } from '../../../../core/contract/records.ts'
import { collectRecords } from '../../../../renderer/features/messages/export-job.ts'
import type { RecordReader } from '../../../../renderer/rpc/record-bytes.ts'

const INLINE = 10
const LARGE = new TextEncoder().encode('a large value, longer than what comes at once: ä'.repeat(3))

function recordOf({ partition, offset }: RecordAddress): WholeRecord {
  const value = offset % 2n === 0n ? LARGE : new TextEncoder().encode(`v${offset}`)
  const cut = value.length > INLINE
  const head = value.subarray(0, INLINE)
  return {
    topic: 'orders',
    partition,
    offset,
    timestamp: 5n,
    timestampType: 'CreateTime',
    key: { kind: 'null' },
    value: { kind: 'text', bytes: head, text: new TextDecoder().decode(head), sizeBytes: value.length, cut },
    headers: [{ key: 'raw', value: { kind: 'binary', bytes: Uint8Array.of(255), text: null, sizeBytes: 1, cut: false } }],
    sizeBytes: value.length,
    transaction: null,
    batch: {
      baseOffset: 0n,
      lastOffset: 0n,
      recordCount: 1,
      sizeBytes: 1,
      compression: 'none',
      leaderEpoch: 0,
      producerId: -1n,
      producerEpoch: -1,
      baseSequence: -1,
      isTransactional: false,
      crc: 0,
    },
  }
}

const reader: RecordReader = {
  read: async (address) => (address.offset === 4n ? null : recordOf(address)),
  // Hands out less than was asked for, as a core may.
  chunk: async (_address, _of, fromByte, maxBytes) => LARGE.slice(fromByte, fromByte + Math.min(maxBytes, 7)),
}

const addresses = (count: number): RecordAddress[] => Array.from({ length: count }, (_, offset) => ({ partition: 0, offset: BigInt(offset) }))
const never = new AbortController().signal

it('reads records in order, with all their bytes, and counts those that are gone', async () => {
  const told: number[] = []
  const { records, gone, leftOut } = await collectRecords(addresses(6), reader, never, (done) => told.push(done))
  expect(records.map(({ offset }) => offset)).toEqual([0n, 1n, 2n, 3n, 5n])
  expect(records[0]!.value).toEqual(LARGE)
  expect(records[1]!.value).toEqual(new TextEncoder().encode('v1'))
  expect(records[1]!.headers).toEqual([{ key: 'raw', value: Uint8Array.of(255) }])
  expect({ gone, leftOut, told }).toEqual({ gone: 1, leftOut: 0, told: [4, 6] })
})

it('stops before all together are larger than a copy may be, and says how many are left out', async () => {
  const { records, leftOut } = await collectRecords(addresses(6), reader, never, () => {}, LARGE.length + 20)
  expect(records.map(({ offset }) => offset)).toEqual([0n, 1n])
  expect(leftOut).toBe(4)
})

it('reads nothing more once it is cancelled', async () => {
  const stop = new AbortController()
  const asked: bigint[] = []
  const counting: RecordReader = { ...reader, read: async (address) => (asked.push(address.offset), recordOf(address)) }
  const job = collectRecords(addresses(100), counting, stop.signal, () => stop.abort())
  await expect(job).rejects.toThrow('aborted')
  expect(asked).toHaveLength(8)
})

it('fails rather than to make up bytes that do not come', async () => {
  const silent: RecordReader = { ...reader, chunk: async () => new Uint8Array() }
  await expect(collectRecords(addresses(1), silent, never, () => {})).rejects.toThrow('Only 10 of')
})
