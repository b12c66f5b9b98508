// One record in the words of other tools, with nothing that a shell or a compiler would take for something else.
import { expect, it } from 'vitest'
import { caseSnippets, type Snippet, type SnippetRecord } from '../../../../core/deadletters/replay/case-snippets.ts'

const record: SnippetRecord = { bootstrapServers: 'localhost:9092', topic: 'orders', key: Buffer.from(`it's`), value: Buffer.from('{"a":"$(rm)"}'), headers: [{ key: 'h', value: Buffer.from('1') }, { key: 'h', value: null }] }
const codeOf = (id: Snippet['id'], changes: Partial<SnippetRecord> = {}): string => caseSnippets({ ...record, ...changes }).find((snippet) => snippet.id === id)!.code

it('for a shell everything is quoted, and bytes are carried as base64', () => {
  expect(codeOf('kcat')).toBe([`printf '%s' 'aXQncw==' | base64 -d > key.bin`, `printf '%s' '${record.value!.toString('base64')}' | base64 -d > value.bin`, `kcat -P -b localhost:9092 -t orders -k "$(cat key.bin)" -H h=1 -H h value.bin`].join('\n').replaceAll(`'aXQncw=='`, 'aXQncw==').replaceAll(`'${record.value!.toString('base64')}'`, record.value!.toString('base64')))
  expect(codeOf('kcat', { value: null })).toContain('echo | kcat -Z -P')
  expect(codeOf('kafka-console')).toContain(`'\\''`)
})

it('for Java and JavaScript texts are literals, and other bytes base64', () => {
  expect(codeOf('java-test')).toContain(`new ProducerRecord<byte[], byte[]>("orders", "it's".getBytes(StandardCharsets.UTF_8), "{\\"a\\":\\"$(rm)\\"}".getBytes(StandardCharsets.UTF_8))`)
  expect(codeOf('java-test', { value: Buffer.from([0, 1]) })).toContain('Base64.getDecoder().decode("AAE=")')
  expect(codeOf('kafkajs')).toContain('"h": ["1", null],')
  expect(codeOf('kafkajs', { key: Buffer.from([255]) })).toContain('key: Buffer.from("/w==", "base64"),')
})

it('as JSON nothing is lost', () => {
  expect(JSON.parse(codeOf('json', { key: null }))).toEqual({ topic: 'orders', keyB64: null, valueB64: record.value!.toString('base64'), headers: [['h', 'MQ=='], ['h', null]] })
})
