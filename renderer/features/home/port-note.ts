// What it means for clients that the broker listens elsewhere than where they look by default.

const USUAL_PORT = 9092

/** null on the usual port. */
export function portNote(address: string): string | null {
  const port = Number(/:(\d+)$/.exec(address)?.[1])
  if (port === USUAL_PORT) return null
  return `Not on Kafka’s usual port ${USUAL_PORT}: clients have to be given ${address}. One that is set to localhost:${USUAL_PORT} meets another program there, or nobody.`
}
