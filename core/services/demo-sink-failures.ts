// What Kafka Connect writes into the headers of records that a sink gave up, all of it as text.
import { stackTrace, type Thrown, utf8 } from './demo-failures.ts'
import type { PlacedRecord, RecordHeader } from './demo-record.ts'

/** `thrown`: the outermost first. */
export interface SinkFailure {
  readonly stage: 'VALUE_CONVERTER' | 'TASK_PUT'
  readonly component: string
  readonly thrown: readonly Thrown[]
}

const CONNECTOR = 'demo-warehouse-sink'

export function sinkHeaders(topic: string, { partition, offset }: PlacedRecord, { stage, component, thrown }: SinkFailure): RecordHeader[] {
  const [outer] = thrown
  return Object.entries({
    topic,
    partition: String(partition),
    offset: String(offset),
    'connector.name': CONNECTOR,
    'task.id': '0',
    stage,
    'class.name': component,
    'exception.class.name': outer!.class,
    'exception.message': outer!.message,
    'exception.stacktrace': stackTrace(thrown),
  }).map(([name, text]) => utf8(`__connect.errors.${name}`, text))
}

/** null = the warehouse takes it. */
export function sinkFailureOf({ key, value }: PlacedRecord): SinkFailure | null {
  if (value === null) return refused('java.sql.SQLFeatureNotSupportedException', `Row "${String(key)}" was not deleted: deletes are not enabled`)
  if (value.length > MAX_ROW_BYTES) return refused('java.sql.SQLDataException', `Row of ${value.length} bytes is too large for column "document"`)
  const problem = parseProblem(value)
  return problem === null ? null : unreadable(problem)
}

const MAX_ROW_BYTES = 65_535

function refused(name: string, message: string): SinkFailure {
  const frames = ['com.example.warehouse.WarehouseWriter.write(WarehouseWriter.java:96)', 'com.example.warehouse.WarehouseSinkTask.put(WarehouseSinkTask.java:48)']
  const outer = { class: 'org.apache.kafka.connect.errors.ConnectException', message: 'The warehouse refused a row', frames: ['com.example.warehouse.WarehouseSinkTask.put(WarehouseSinkTask.java:53)', 'org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:612)'] }
  return { stage: 'TASK_PUT', component: 'org.apache.kafka.connect.sink.SinkTask', thrown: [outer, { class: name, message, frames }] }
}

function unreadable(problem: string): SinkFailure {
  const outer = {
    class: 'org.apache.kafka.connect.errors.DataException',
    // Connect ends its sentence with nothing: the parser's is the cause.
    message: 'Converting byte[] to Kafka Connect data failed due to serialization error: ',
    frames: ['org.apache.kafka.connect.json.JsonConverter.toConnectData(JsonConverter.java:343)', 'org.apache.kafka.connect.runtime.WorkerSinkTask.convertValue(WorkerSinkTask.java:563)'],
  }
  const cause = { class: 'com.fasterxml.jackson.core.JsonParseException', message: problem, frames: ['com.fasterxml.jackson.core.json.UTF8StreamJsonParser._handleUnexpectedValue(UTF8StreamJsonParser.java:2744)'] }
  return { stage: 'VALUE_CONVERTER', component: 'org.apache.kafka.connect.json.JsonConverter', thrown: [outer, cause] }
}

/** Empty is no row, and no problem. */
function parseProblem(value: Buffer): string | null {
  const first = value.find((byte) => ![0x09, 0x0a, 0x0d, 0x20].includes(byte))
  if (first === undefined || first === 0x7b) return null
  if (first < 0x20) return `Illegal character ((CTRL-CHAR, code ${first})): only regular white space is allowed between tokens`
  if (first >= 0x80) return `Invalid UTF-8 start byte 0x${first.toString(16)}`
  return `Unrecognized token '${/[\w-]+/.exec(value.toString('latin1'))?.[0] ?? ''}': was expecting JSON`
}
