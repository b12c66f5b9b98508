// A shell command for kcat (1.7): bytes go in by standard input, where they may be any; headers are arguments.
import { type CodeRecord, utf8Text } from './written-bytes.ts'
import { base64Of } from '../record-export.ts'

export const kcatConnect = (bootstrap: string): string => `kcat -b ${shellText(bootstrap)} -t my-topic -C -o beginning
`

export function kcatProduce(bootstrap: string, record: CodeRecord): string {
  const reasons = obstacles(record)
  if (reasons.length > 0) return reasons.map((reason) => `# kcat cannot send this record: ${reason}\n`).join('')
  const { topic, partition, key, value, headers } = record
  const [ofKey, ofMessage] = delimiters(record)
  const words = ['kcat', '-P', '-b', shellText(bootstrap), '-t', shellText(topic), '-p', String(partition), '-D', `'${ofMessage}'`]
  const isBare = key === null && value !== null
  if (!isBare) words.push('-K', `'${ofKey}'`)
  if (value === null) words.push('-Z')
  // With -Z an empty key would be null as well: what -k gives is not looked at.
  if (value === null && key?.length === 0) words.push('-k', "''")
  for (const header of headers) words.push('-H', headerOf(header.key, header.value))
  const pieces = [...(isBare ? [] : [key, delimiterBytes(ofKey)]), value, delimiterBytes(value === null || value.length === 0 ? ofMessage : '')]
  return `${inputOf(pieces)} | ${words.join(' ')}\n`
}

/** What kcat has no way to say: its arguments end at a NUL, a header is split at the first =, and an empty value needs a key. */
function obstacles({ key, value, headers }: CodeRecord): string[] {
  return [
    ...(key === null && value?.length === 0 ? ['with a null key it drops empty values.'] : []),
    ...headers.flatMap((header) => [
      ...(header.key === '' ? ['it has a header without a name.'] : []),
      ...(header.key.includes('=') ? [`the header ${JSON.stringify(header.key)} has = in its name.`] : []),
      ...(header.key.includes('\0') || header.value?.includes(0) ? [`the header ${JSON.stringify(header.key)} contains a NUL byte.`] : []),
    ]),
  ]
}

const delimiterBytes = (delimiter: string): Uint8Array => new TextEncoder().encode(delimiter)

/** Neither occurs in key or value, and what ends one cannot begin the other. */
function delimiters({ key, value }: CodeRecord): [ofKey: string, ofMessage: string] {
  const taken = [key, value].map((bytes) => new TextDecoder('latin1').decode(bytes ?? new Uint8Array())).join('\n')
  for (let n = 0; ; n++) {
    const pair: [string, string] = [`<${n}>`, `</${n}>`]
    if (!pair.some((delimiter) => taken.includes(delimiter))) return pair
  }
}

function headerOf(name: string, value: Uint8Array | null): string {
  if (value === null) return shellText(name)
  const text = utf8Text(value)
  return text === null ? shellBytes([...new TextEncoder().encode(`${name}=`), ...value]) : shellText(`${name}=${text}`)
}

/** One printf for all that is text, base64 for the rest. */
function inputOf(pieces: readonly (Uint8Array | null)[]): string {
  const filled = pieces.filter((bytes) => bytes !== null).filter(({ length }) => length > 0)
  const all = new Uint8Array(filled.flatMap((bytes) => [...bytes]))
  const text = utf8Text(all)
  if (text !== null && !text.includes('\0')) return `printf '%s' ${shellText(text)}`
  return `printf '%s' '${base64Of(all)}' | base64 -d`
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** In single quotes, where nothing has a meaning. Line feeds stay: they are seen. */
export function shellText(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  if (CONTROL.test(text.replaceAll('\n', ''))) return shellBytes([...new TextEncoder().encode(text)])
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** ANSI-C quoting (bash, zsh, POSIX 2024): every byte as it is. */
const shellBytes = (bytes: readonly number[]): string => `$'${bytes.map(shellByte).join('')}'`

function shellByte(byte: number): string {
  const character = String.fromCharCode(byte)
  return /[\w =:,./@%+{}"-]/.test(character) && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`
}
