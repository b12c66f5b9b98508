// A record as something to paste: an envelope that loses nothing, a command, or a program that sends it again.
import type { WholeRecord } from '../../../core/contract/records.ts'
import type { CodeClient } from '../../format/client-code/connect-code.ts'
import { isTooLargeForCode, MAX_CODE_BYTES, produceCode } from '../../format/client-code/produce-code.ts'
import { exportedOf, writeJsonl } from '../../format/record-export.ts'
import { formatBytes } from '../../format/sizes.ts'

export interface CopyAs {
  label: string
  /** Of a record that is not cut. */
  text: (record: WholeRecord) => string
}

const CLIENT_LABELS: Record<CodeClient, string> = {
  kcat: 'kcat command',
  Java: 'Java (kafka-clients)',
  Node: 'Node (kafkajs)',
  Python: 'Python (confluent-kafka)',
  Go: 'Go (franz-go)',
  Spring: 'Spring (KafkaTemplate)',
}

/** What to run to send the record again, kcat first. */
export const copyAsCode = (bootstrap: string): CopyAs[] =>
  (Object.keys(CLIENT_LABELS) as CodeClient[]).map((client) => ({
    label: CLIENT_LABELS[client],
    text: (record) => codeOf(bootstrap, record, client),
  }))

function codeOf(bootstrap: string, record: WholeRecord, client: CodeClient): string {
  const tooLarge = whyNoCode(record)
  if (tooLarge !== null) return tooLarge
  return produceCode(bootstrap, exportedOf(record)).find((code) => code.client === client)!.code
}

/** null = it can be written as code. */
export function whyNoCode(record: WholeRecord): string | null {
  if (!isCut(record) && !isTooLargeForCode(exportedOf(record))) return null
  return `This record is larger than ${formatBytes(MAX_CODE_BYTES)}: save its value as a file instead.`
}

export const isCut = ({ key, value, headers }: WholeRecord): boolean =>
  [key, value, ...headers.map((header) => header.value)].some((field) => field.kind !== 'null' && field.cut)

/** The same as a line of JSONL, laid out. `parseJsonl` of the line reads it back. */
export function envelopeText(record: WholeRecord): string {
  return `${JSON.stringify(JSON.parse(writeJsonl([exportedOf(record)])), null, 2)}\n`
}
