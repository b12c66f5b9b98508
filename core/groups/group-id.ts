// Which group ids are legal.
import { MAX_TEXT_KEY_BYTES } from '../storage/tables.ts'

/** Members need a group with a name; offsets do not (Kafka keeps the empty group id legal for them). */
export function isLegalGroupId(groupId: string): boolean {
  return groupId !== '' && isStorableGroupId(groupId)
}

export function isStorableGroupId(groupId: string): boolean {
  return Buffer.byteLength(groupId) <= MAX_TEXT_KEY_BYTES
}
