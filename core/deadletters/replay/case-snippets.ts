// One dead letter as a command or a program that sends it again: for a test, or for somebody without Headwater.
import { decodeUtf8, kindOf } from '../../serdes/readable.ts'
import type { RecordContent } from './content-hash.ts'

export interface Snippet {
  readonly id: 'kcat' | 'kafka-console' | 'java-test' | 'kafkajs' | 'json'
  readonly title: string
  readonly code: string
}

export interface SnippetRecord extends RecordContent {
  readonly topic: string
  readonly bootstrapServers: string
}

/** Bytes that are no text are carried as base64, where the tool has a way for that. */
export function caseSnippets(record: SnippetRecord): Snippet[] {
  return [
    { id: 'kcat', title: 'kcat', code: kcat(record) },
    { id: 'kafka-console', title: 'kafka-console-producer', code: consoleProducer(record) },
    { id: 'java-test', title: 'Java', code: java(record) },
    { id: 'kafkajs', title: 'kafkajs', code: kafkajs(record) },
    { id: 'json', title: 'JSON', code: json(record) },
  ]
}

function kcat({ bootstrapServers, topic, key, value, headers }: SnippetRecord): string {
  const files = [...(key === null ? [] : [`printf '%s' ${quoted(key.toString('base64'))} | base64 -d > key.bin`]), ...(value === null ? [] : [`printf '%s' ${quoted(value.toString('base64'))} | base64 -d > value.bin`])]
  // A header without "=" has no value at all; its bytes can be text only.
  const options = headers.map((header) => `-H ${quoted(header.value === null ? header.key : `${header.key}=${header.value.toString('utf8')}`)}`)
  const keyOption = key === null ? '' : ` -k "$(cat key.bin)"`
  const input = value === null ? 'echo | kcat -Z' : 'kcat'
  const file = value === null ? '' : ' value.bin'
  const lossy = headers.some((header) => !isText(header.value)) || !isText(key) ? ['# Some bytes of key or headers are no text: kcat cannot carry them as they are.'] : []
  return [...lossy, ...files, `${input} -P -b ${quoted(bootstrapServers)} -t ${quoted(topic)}${keyOption} ${options.join(' ')}${file}`.trimEnd()].join('\n')
}

function consoleProducer({ bootstrapServers, topic, key, value, headers }: SnippetRecord): string {
  const texts = [key, value, ...headers.map((header) => header.value)]
  const note = texts.every(isText) && !texts.some((bytes) => bytes?.includes(0x0a)) ? [] : ['# Bytes that are no text, and line feeds, do not come through this tool as they are.']
  const headerText = headers.map((header) => `${header.key}:${header.value === null ? NULL_MARK : header.value.toString('utf8')}`).join(',')
  const line = [...(headers.length === 0 ? [] : [headerText]), ...(key === null ? [NULL_MARK] : [key.toString('utf8')]), value === null ? NULL_MARK : value.toString('utf8')].join('\t')
  return [
    ...note,
    `printf '%s\\n' ${quoted(line)} | kafka-console-producer.sh --bootstrap-server ${quoted(bootstrapServers)} --topic ${quoted(topic)} \\`,
    `  --property parse.key=true --property key.separator='\t' --property null.marker=${NULL_MARK}${headers.length === 0 ? '' : " --property parse.headers=true --property headers.delimiter='\t'"}`,
  ].join('\n')
}

const NULL_MARK = '__null__'

function java({ topic, key, value, headers }: SnippetRecord): string {
  return [
    '// org.apache.kafka:kafka-clients; key and value serializers: ByteArraySerializer',
    `var record = new ProducerRecord<byte[], byte[]>(${JSON.stringify(topic)}, ${javaBytes(key)}, ${javaBytes(value)});`,
    ...headers.map((header) => `record.headers().add(${JSON.stringify(header.key)}, ${javaBytes(header.value)});`),
    'producer.send(record).get();',
  ].join('\n')
}

function javaBytes(bytes: Buffer | null): string {
  if (bytes === null) return 'null'
  if (!isText(bytes)) return `Base64.getDecoder().decode("${bytes.toString('base64')}")`
  return `${javaString(bytes.toString('utf8'))}.getBytes(StandardCharsets.UTF_8)`
}

/** Like JSON's, but for two characters that end a line in Java only when escaped as numbers. */
function javaString(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

function kafkajs({ bootstrapServers, topic, key, value, headers }: SnippetRecord): string {
  const byName = Map.groupBy(headers, (header) => header.key)
  const pairs = Array.from(byName, ([name, same]) => `    ${JSON.stringify(name)}: ${same.length === 1 ? jsBytes(same[0]!.value) : `[${same.map((header) => jsBytes(header.value)).join(', ')}]`},`)
  return [
    `import { Kafka } from 'kafkajs'`,
    '',
    `const producer = new Kafka({ brokers: [${JSON.stringify(bootstrapServers)}] }).producer()`,
    'await producer.connect()',
    'await producer.send({',
    `  topic: ${JSON.stringify(topic)},`,
    `  messages: [{`,
    `    key: ${jsBytes(key)},`,
    `    value: ${jsBytes(value)},`,
    ...(pairs.length === 0 ? [] : ['    headers: {', ...pairs.map((line) => `  ${line}`), '    },']),
    '  }],',
    '})',
    'await producer.disconnect()',
  ].join('\n')
}

function jsBytes(bytes: Buffer | null): string {
  if (bytes === null) return 'null'
  return isText(bytes) ? JSON.stringify(bytes.toString('utf8')) : `Buffer.from("${bytes.toString('base64')}", "base64")`
}

function json({ topic, key, value, headers }: SnippetRecord): string {
  const base64 = (bytes: Buffer | null): string | null => bytes?.toString('base64') ?? null
  return JSON.stringify({ topic, keyB64: base64(key), valueB64: base64(value), headers: headers.map((header) => [header.key, base64(header.value)]) }, null, 2)
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:=,@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

function isText(bytes: Buffer | null): boolean {
  if (bytes === null) return true
  const text = decodeUtf8(bytes)
  return text !== null && kindOf(text) !== 'binary'
}
