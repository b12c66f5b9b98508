// Values that begin with the id of a schema in a registry (Confluent's framing: a zero byte and four of the id). Headwater asks no registry.

const FRAME_BYTES = 5

/** The schema's id, or null for a value that is not framed. */
export function schemaIdOf(value: Uint8Array | null): number | null {
  if (value === null || value.length < FRAME_BYTES || value[0] !== 0) return null
  const id = ((value[1]! << 24) | (value[2]! << 16) | (value[3]! << 8) | value[4]!) >>> 0
  return id > 0 && id < 0x8000_0000 ? id : null
}

/** Why a value cannot be changed; null where it can. */
export function editRefusalOf(value: Uint8Array | null): string | null {
  const id = schemaIdOf(value)
  return id === null ? null : `The value is written with schema ${id} of a schema registry, which Headwater does not ask. It can be replayed as it is, and its key and headers can be edited.`
}
