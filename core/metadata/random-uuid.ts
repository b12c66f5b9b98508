// New ids of topics and clusters in Kafka's text form: 22 characters of base64url.
import type { Random } from '../base/random.ts'

/** A v4 UUID that does not start with `-`, so that command lines never take it for a flag. */
export function randomUuid(random: Random): string {
  for (;;) {
    const text = Buffer.from(random.uuid().replaceAll('-', ''), 'hex').toString('base64url')
    if (!text.startsWith('-')) return text
  }
}
