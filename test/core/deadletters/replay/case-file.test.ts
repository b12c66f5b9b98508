// Files of records: what goes in comes out, and what is wrong is told by its line.
import { expect, it } from 'vitest'
import { CaseFileReader, CaseFileWriter, type FileRecord } from '../../../../core/deadletters/replay/case-file.ts'

const record = { topic: 'dlt', partition: 0, offset: 5, timestampMs: 1_750_000_000_000, timestampType: 'LogAppendTime' as const, key: null, value: Buffer.from([0, 255]), headers: [{ key: 'a\n', value: Buffer.alloc(0) }] }

function written(...records: Omit<FileRecord, 'line'>[]): string {
  const file = new CaseFileWriter()
  return [file.begin({ clusterId: 'c', createdAtMs: 0 }), ...records.map((each) => file.record(each)), file.end().text].join('')
}

function read(text: string): { records: FileRecord[]; problems: [number, string][] } {
  const reader = new CaseFileReader()
  const records = [...reader.read(text, true)]
  return { records, problems: reader.problems.map(({ line, text: problem }) => [line, problem]) }
}

it('records come back as they were', () => {
  expect(read(written(record, { ...record, key: Buffer.alloc(0), value: null, headers: [] }))).toEqual({
    records: [{ line: 2, ...record }, { line: 3, ...record, key: Buffer.alloc(0), value: null, headers: [] }],
    problems: [],
  })
})

const BEHIND = 'It stands behind the last line of the export and is not taken: one export to a file.'

/** [what, file, problems] */
const WRONG: readonly [string, string, [number, string][]][] = [
  ['a file that was changed', written(record).replace('"offset":5', '"offset":6'), [[3, 'The file was changed since it was exported: its SHA-256 is another one.']]],
  ['a file that ends early', written(record).split('\n').slice(0, 2).join('\n'), [[2, 'The file ends early: its last line, with the SHA-256, is missing.']]],
  ['an export behind another', written(record) + written(record), [[4, BEHIND], [5, BEHIND], [6, BEHIND]]],
  ['another format', written().replace('headwater.dead-letters', 'other'), [[1, 'The file does not begin with a manifest of the format "headwater.dead-letters".'], [2, 'The file was changed since it was exported: its SHA-256 is another one.']]],
  ['a newer version', written().replace('"version":1', '"version":2'), [[1, 'The file has version 2; this Headwater knows version 1.'], [2, 'The file was changed since it was exported: its SHA-256 is another one.']]],
]

it('what stands behind an export is not taken', () => {
  expect(read(written(record) + written(record)).records).toEqual([{ line: 2, ...record }])
})

it.each(WRONG)('%s is told of', (_what, text, problems) => {
  expect(read(text).problems).toEqual(problems)
})

it.each([
  ['[]', 'It is not a JSON object.'],
  ['{"topic":1}', '"topic" is missing.'],
  ['{"topic":"t","partition":0,"offset":1.5}', '"partition" and "offset" must be whole numbers from 0.'],
  ['{"topic":"t","partition":0,"offset":1}', '"ts" must be a number of milliseconds.'],
  ['{"topic":"t","partition":0,"offset":1,"ts":0,"keyB64":"x","valueB64":null}', '"keyB64" and "valueB64" must be base64, or null.'],
  ['{"topic":"t","partition":0,"offset":1,"ts":0,"keyB64":null,"valueB64":null,"headers":[["a"]]}', '"headers" must be pairs of a name and base64, or null.'],
])('%s: %s', (line, problem) => {
  const text = `{"format":"headwater.dead-letters","version":1}\n${line}\n`
  expect(read(text).problems[0]).toEqual([2, problem])
})
