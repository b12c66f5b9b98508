// What the headers of a waiting record say of its last failure, for the list of what waits.
import type { RecordHeader } from '../../protocol/records/record.ts'
import { NOTES } from './failure-notes.ts'
import type { HeaderDialect } from './header-dialects.ts'
import { HEADWATER } from './headwater-headers.ts'
import { first, last } from './retry-headers.ts'

const NAMES: Readonly<Record<HeaderDialect, readonly [className: string, message: string] | null>> = {
  headwater: [HEADWATER.errorClass, HEADWATER.errorMessage],
  'spring-retry': ['kafka_exception-fqcn', 'kafka_exception-message'],
  'smallrye-retry': ['delayed-retry-exception-class-name', 'delayed-retry-reason'],
  'kafkajs-async-retry': null,
}
const MAX_LENGTH = 500

export function readFailure(dialect: HeaderDialect, headers: readonly RecordHeader[]): { className: string | null; message: string | null } {
  const names = NAMES[dialect]
  const newest = dialect === 'smallrye-retry' ? first : last
  const said = (name: string | undefined, note: string): string | null => {
    const value = last(headers, note) ?? (name === undefined ? null : newest(headers, name))
    return value === null ? null : value.toString('utf8', 0, Math.min(value.length, 4 * MAX_LENGTH)).slice(0, MAX_LENGTH)
  }
  return { className: said(names?.[0], NOTES.errorClass), message: said(names?.[1], NOTES.errorMessage) }
}
