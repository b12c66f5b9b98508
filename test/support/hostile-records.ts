// Records that trip whoever writes them into source code or a shell: quotes, escapes, interpolation, bytes that are no text, nulls.
import type { CodeRecord } from '../../renderer/format/client-code/written-bytes.ts'

type Bytes = string | Uint8Array | null
export const NOT_UTF8 = Uint8Array.of(0xff, 0xfe, 0x00, 0x80, 0x27, 0x22, 0x5c, 0x0a, 0x0d, 0xc3)

const bytesOf = (bytes: Bytes): Uint8Array | null => (typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes)

const record = (key: Bytes, value: Bytes, headers: readonly (readonly [string, Bytes])[] = []): CodeRecord => ({
  topic: 'orders',
  partition: 1,
  key: bytesOf(key),
  value: bytesOf(value),
  headers: headers.map(([name, bytes]) => ({ key: name, value: bytesOf(bytes) })),
})

const QUOTES = `it's "quoted" \`ticks\` \\ \\\\ \\n \\u0041 \\x41 \\`
const INTERPOLATED = '${HOME} $HOME $(id) `id` #{x} {{x}} %s %n %% {0} !! ~ * ? <0></0> -- ; | & > /dev/null'
const UNSEEN = 'a\tb\r\nc\n\u0001\u001b[31m\u007f\u0085\u2028\u2029\ufeff\u202e\u{e0041} é 漢 😀 👩‍👩‍👧'

export const HOSTILE_RECORDS: Record<string, CodeRecord> = {
  'plain text': record('o-1042', '{"id":9007199254740993,"max":9223372036854775807,"f":1.10}', [['traceId', '4bf92f35']]),
  'quotes and backslashes': record(QUOTES, QUOTES, [["it's", QUOTES], ['back\\slash "x"', "'"]]),
  'what shells and templates fill in': record(INTERPOLATED, INTERPOLATED, [['${x} $(id)', INTERPOLATED]]),
  'line feeds and what cannot be seen': record(UNSEEN, `\n${UNSEEN}\n\n`, [['t\tn\n\u202e', UNSEEN]]),
  'NUL in key and value': record('a\0b', '\0', []),
  'bytes that are not UTF-8': record(NOT_UTF8, NOT_UTF8, [['bytes', Uint8Array.of(0xff, 0xc3, 0x28, 0x27, 0x21, 0x41)]]),
  'a null key': record(null, 'value'),
  'a tombstone': record('k', null),
  'a tombstone with an empty key': record('', null),
  'nothing at all': record(null, null),
  'an empty value': record('k', ''),
  'empty key and value': record('', ''),
  'an empty value without a key': record(null, ''),
  'headers that repeat, in turns, empty and null': record('k', 'v', [['b', '1'], ['a', '2'], ['b', null], ['b', ''], ['1', 'x'], ['__proto__', 'y'], ['b', '1']]),
  'headers that a command line cannot say': record('k', 'v', [['a=b', 'c'], ['n', 'x\0y']]),
  'a long text': record('k', `${'long "text" \\ é😀 '.repeat(4_000)}`),
}
