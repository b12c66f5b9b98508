// What kind of topic a name suggests: dead letters and retries by the conventions of the frameworks that write them. A name alone never proves it.

export type TopicKind = 'internal' | 'dead-letter' | 'retry' | 'normal'

export interface KindOfTopic {
  kind: TopicKind
  /** What stands on the badge. */
  label: string
  /** What a person is told on hover. */
  because: string
}

const DEAD_LETTER: readonly RegExp[] = [
  /^.+[-._](dlt|dlq)(?:[-._].*)?$/i,
  /^(dlq|dlt)\..+$/i,
  /^.+[-._]dead[-_.]?letters?(?:[-_.](?:queue|topic))?$/i,
  /^error\..+\.[^.]+$/,
  /^dead-letter-topic-.+$/,
  /^wolverine-dead-letter-queue$/,
]

/** The tier is a number of the ladder or a delay: `orders-retry-0`, `orders-retry-5s`, `orders-retry-4000-1`. */
const RETRY = /^.+[-._]retry(?:[-._](\d+(?:ms|s|m|h)?))?(?:-\d+)?$/i

export function kindOfTopic({ name, isInternal }: { name: string; isInternal: boolean }): KindOfTopic {
  if (isInternal) return { kind: 'internal', label: 'internal', because: 'The cluster says that it keeps this topic for itself.' }
  if (DEAD_LETTER.some((pattern) => pattern.test(name))) return { kind: 'dead-letter', label: 'DLT', because: 'Named like a dead-letter topic.' }
  const retry = RETRY.exec(name)
  if (!retry) return { kind: 'normal', label: '', because: '' }
  return { kind: 'retry', label: retry[1] === undefined ? 'retry' : `retry ${retry[1]}`, because: 'Named like a retry topic.' }
}
