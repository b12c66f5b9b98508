// How far a stream may run ahead of its reader: oRPC 1.16 has no back-pressure, so the reader acknowledges what it has taken.

/** Events sent but not acknowledged; at this many the core stops pulling from the stream's source. */
export const STREAM_WINDOW = 8

/** Every event of a stream carries `<streamId>:<n>` as its event id, n counting from 1. */
export function streamEventId(streamId: string, count: number): string {
  return `${streamId}:${count}`
}

export function parseStreamEventId(eventId: string): { streamId: string; count: number } {
  const colon = eventId.lastIndexOf(':')
  return { streamId: eventId.slice(0, colon), count: Number(eventId.slice(colon + 1)) }
}
