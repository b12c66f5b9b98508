// Malformed bytes: the only thing that a decoder of this room may throw.

export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}
