// Which error an answer tells first: found by the places where its API's schema has error codes, computed once per API.
import type { AnyApi } from '../protocol/define-api.ts'
import type { Shape } from '../protocol/schema.ts'

/** A message as handlers build it; what has a default may be left out. */
type Message = Readonly<Record<string, unknown>>
type Find = (message: Message) => number

/** The answer's first error code that is not 0, in the order of its fields; 0 where all went well. */
export function answerErrorOf(api: AnyApi): (answer: unknown) => number {
  return (findIn(api.responseFields) ?? (() => 0)) as (answer: unknown) => number
}

/** undefined where nothing below this shape can tell an error: such parts of an answer are never walked. */
function findIn(shape: Shape): Find | undefined {
  const finds = Object.entries(shape).flatMap(([name, { spec }]): Find[] => {
    if (spec.kind === 'int16' && /errorCode$/i.test(name)) return [(message) => (message[name] as number | undefined) ?? 0]
    const inner = spec.kind === 'array' ? spec.element?.spec.shape : spec.shape
    const find = inner && findIn(inner)
    if (!find) return []
    return [spec.kind === 'array' ? (message) => firstOf(message[name] as readonly Message[] | undefined | null, find) : (message) => inStruct(message[name], find)]
  })
  if (finds.length <= 1) return finds[0]
  return (message) => {
    for (const find of finds) {
      const code = find(message)
      if (code !== 0) return code
    }
    return 0
  }
}

function firstOf(messages: readonly Message[] | undefined | null, find: Find): number {
  if (!messages) return 0
  for (const message of messages) {
    const code = find(message)
    if (code !== 0) return code
  }
  return 0
}

function inStruct(message: unknown, find: Find): number {
  return message ? find(message as Message) : 0
}
