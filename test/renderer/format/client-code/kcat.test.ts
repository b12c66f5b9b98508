import { expect, it } from 'vitest'
import { kcatConnect, kcatProduce, shellText } from '../../../../renderer/format/client-code/kcat.ts'
import type { CodeRecord } from '../../../../renderer/format/client-code/written-bytes.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const record = (parts: Partial<CodeRecord>): CodeRecord => ({ topic: 'orders', partition: 2, key: bytes('k'), value: bytes('v'), headers: [], ...parts })

it.each([
  ['text is readable', {}, "printf '%s' 'k<0>v' | kcat -P -b localhost:9092 -t orders -p 2 -D '</0>' -K '<0>'\n"],
  ['a null key is none', { key: null }, "printf '%s' v | kcat -P -b localhost:9092 -t orders -p 2 -D '</0>'\n"],
  ['a tombstone ends with its delimiter', { value: null }, "printf '%s' 'k<0></0>' | kcat -P -b localhost:9092 -t orders -p 2 -D '</0>' -K '<0>' -Z\n"],
  ['delimiters occur nowhere else', { value: bytes('</0><1>') }, "printf '%s' 'k<2></0><1>' | kcat -P -b localhost:9092 -t orders -p 2 -D '</2>' -K '<2>'\n"],
  ['other bytes are base64', { value: Uint8Array.of(0xff) }, "printf '%s' 'azwwPv8=' | base64 -d | kcat -P -b localhost:9092 -t orders -p 2 -D '</0>' -K '<0>'\n"],
  [
    'headers stand in order, null ones without =',
    { headers: [{ key: 'a', value: bytes('1') }, { key: 'n', value: null }, { key: 'a', value: Uint8Array.of(0xff, 0x27) }] },
    "printf '%s' 'k<0>v' | kcat -P -b localhost:9092 -t orders -p 2 -D '</0>' -K '<0>' -H a=1 -H n -H $'a=\\xff\\x27'\n",
  ],
  ['what cannot be said is said', { key: null, value: bytes('') }, '# kcat cannot send this record: with a null key it drops empty values.\n'],
  ['a name with =', { headers: [{ key: 'a=b', value: null }] }, '# kcat cannot send this record: the header "a=b" has = in its name.\n'],
])('%s', (_what, parts, expected) => {
  expect(kcatProduce('localhost:9092', record(parts))).toBe(expected)
})

it.each([
  ['plain-1.2', 'plain-1.2'],
  ['', "''"],
  ["it's $HOME", String.raw`'it'\''s $HOME'`],
  ['two\nlines', "'two\nlines'"],
  ['bell\u0007', String.raw`$'bell\x07'`],
])('quotes %j for a shell', (text, expected) => {
  expect(shellText(text)).toBe(expected)
})

it('reads a topic from its beginning', () => {
  expect(kcatConnect('localhost:9092')).toBe('kcat -b localhost:9092 -t my-topic -C -o beginning\n')
})
