// Code for other programs: how they send a record again. Complete, so that it runs as it is copied.
import type { ClientCode } from './connect-code.ts'
import { goProduce } from './go.ts'
import { javaProduce } from './java.ts'
import { kcatProduce } from './kcat.ts'
import { nodeProduce } from './node.ts'
import { pythonProduce } from './python.ts'
import { springProduce } from './spring.ts'
import type { CodeRecord } from './written-bytes.ts'

/** Keys and values beyond this are not written into source code. */
export const MAX_CODE_BYTES = 256 * 1024

/** Sends the record as it is: to its partition, with its headers; the time is that of sending. What a client cannot send is said in a comment. */
export const produceCode = (bootstrap: string, record: CodeRecord): ClientCode[] => [
  { client: 'kcat', language: 'Shell', code: kcatProduce(bootstrap, record) },
  { client: 'Java', language: 'Java', code: javaProduce(bootstrap, record) },
  { client: 'Node', language: 'JavaScript', code: nodeProduce(bootstrap, record) },
  { client: 'Python', language: 'Python', code: pythonProduce(bootstrap, record) },
  { client: 'Go', language: 'Go', code: goProduce(bootstrap, record) },
  { client: 'Spring', language: 'Java', code: springProduce(bootstrap, record) },
]

export function isTooLargeForCode({ key, value, headers }: CodeRecord): boolean {
  const parts = [key, value, ...headers.map((header) => header.value)]
  return parts.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0) > MAX_CODE_BYTES
}
