// Where a key goes: murmur2 over its bytes, as Kafka's Java client and most others do by default.
import { murmur2 } from '../base/murmur2.ts'

export { murmur2 }

export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount
}
