// Which attempt a record is at, by whichever dialect has counted.
import type { RecordHeader } from '../protocol/records/record.ts'
import { headerDialects } from '../retries/headers/header-dialects.ts'

export function attemptOf(headers: readonly RecordHeader[]): number {
  return Math.max(...Object.values(headerDialects).map((dialect) => dialect.attemptOf(headers)))
}
