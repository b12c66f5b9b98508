// End-of-transaction markers: control batches of one record each, written by the broker alone (KIP-98).
import { ProtocolError } from '../protocol-error.ts'
import { decodeRecords } from './record.ts'
import { type BatchHeader, encodeBatch } from './record-batch.ts'

export interface Marker {
  readonly producerId: number
  readonly producerEpoch: number
  /** Grows with every new coordinator of the transaction. */
  readonly coordinatorEpoch: number
  readonly isCommit: boolean
}

const VERSION = 0
const ABORT = 0
const COMMIT = 1

/** The marker as a batch with base offset 0. Key `[version i16][type i16]`, value `[version i16][coordinatorEpoch i32]`. */
export function encodeMarker({ producerId, producerEpoch, coordinatorEpoch, isCommit }: Marker, timestampMs: number): Buffer {
  const key = Buffer.alloc(4)
  key.writeInt16BE(VERSION, 0)
  key.writeInt16BE(isCommit ? COMMIT : ABORT, 2)
  const value = Buffer.alloc(6)
  value.writeInt16BE(VERSION, 0)
  value.writeInt32BE(coordinatorEpoch, 2)
  return encodeBatch({ records: [{ key, value, timestamp: timestampMs }], producerId, producerEpoch, transactional: true, control: true })
}

/** The marker in a control batch at `at`; undefined for control records of other kinds. Throws ProtocolError when it cannot be read. */
export function readMarker(buffer: Buffer, at: number, header: BatchHeader): Marker | undefined {
  const [record] = decodeRecords(buffer, at, header)
  const { key, value } = record ?? { key: null, value: null }
  if (key === null || key.length < 4) throw new ProtocolError(`The control batch at offset ${header.baseOffset} has no type.`)
  const type = key.readInt16BE(2)
  if (type !== ABORT && type !== COMMIT) return undefined
  if (value === null || value.length < 6) throw new ProtocolError(`The marker at offset ${header.baseOffset} has no coordinator epoch.`)
  const { producerId, producerEpoch } = header
  return { producerId, producerEpoch, coordinatorEpoch: value.readInt32BE(2), isCommit: type === COMMIT }
}
