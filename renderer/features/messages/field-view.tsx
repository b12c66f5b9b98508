// The bytes of a key, value or header as a person reads them: laid out JSON, text, or a hex dump. Nothing is rounded or hidden.
import { type ReactNode, useMemo } from 'react'
import type { Field } from '../../../core/contract/messages.ts'
import { hexOf } from '../../format/hex.ts'
import { type CodeLine, isBeyondDouble, layOutJson } from '../../format/json-layout.ts'
import { readJson } from '../../format/json-tokens.ts'
import { formatBytes } from '../../format/sizes.ts'
import { Badge } from '../../ui/badge.tsx'
import { CodeView } from '../../ui/code-view.tsx'
import { HexView } from '../../ui/hex-view.tsx'

/** Above this, text is shown as it stands: laying it out would hold the page. */
const MAX_LAYOUT_CHARS = 2_000_000
/** One drawn line: longer ones are broken, or a single line of a megabyte would be laid out at once. */
const MAX_LINE_CHARS = 2_000

export function FieldView({ what, field, nullMeans }: { what: string; field: Field; nullMeans: string }): ReactNode {
  if (field.kind === 'null')
    return (
      <p className="p-3 text-n10 select-text">
        <em className="text-n9">null</em> {nullMeans}
      </p>
    )
  if (field.bytes.length === 0) return <p className="p-3 text-n10 select-text">{'""'} Empty: 0 bytes, which is not null.</p>
  if (field.text === null) return <FieldHex what={what} field={field} />
  return <TextView what={what} text={field.text} sizeBytes={field.bytes.length} />
}

function TextView({ what, text, sizeBytes }: { what: string; text: string; sizeBytes: number }): ReactNode {
  const { lines, form, beyondDouble } = useMemo(() => describeText(text), [text])
  return (
    <>
      <p className="flex h-7 shrink-0 items-center gap-2 border-b border-n5 px-3 text-small text-n10">
        {form} · {formatBytes(sizeBytes)}
        {beyondDouble && (
          <Badge tone="accent" title="Shown exactly as stored; a JavaScript number would round them.">
            64-bit numbers, exact
          </Badge>
        )}
      </p>
      <CodeView label={what} lines={lines} />
    </>
  )
}

export function FieldHex({ what, field }: { what: string; field: Field }): ReactNode {
  if (field.kind === 'null') return <p className="p-3 text-n10">null has no bytes.</p>
  return (
    <>
      <p className="flex h-7 shrink-0 items-center border-b border-n5 px-3 text-small text-n10">
        {field.text === null ? 'Bytes that are not UTF-8 text' : `${what} as bytes`} · {formatBytes(field.bytes.length)}
      </p>
      <HexView label={`${what} in hexadecimal`} bytes={field.bytes} />
    </>
  )
}

interface DescribedText {
  lines: CodeLine[]
  form: string
  beyondDouble: boolean
}

function describeText(text: string): DescribedText {
  const reading = text.length <= MAX_LAYOUT_CHARS ? readJson(text) : undefined
  if (reading?.ok)
    return {
      lines: layOutJson(reading.tokens).flatMap(breakLine),
      form: 'JSON, laid out',
      beyondDouble: reading.tokens.some(isBeyondDouble),
    }
  const lines = text.split('\n').flatMap((line) => breakLine({ indent: 0, tokens: [{ kind: 'other', text: line }] }))
  return { lines, form: 'Text', beyondDouble: false }
}

function breakLine(line: CodeLine): CodeLine[] {
  if (line.tokens.every(({ text }) => text.length <= MAX_LINE_CHARS)) return [line]
  const pieces = line.tokens.flatMap(({ kind, text }) =>
    Array.from({ length: Math.ceil(text.length / MAX_LINE_CHARS) }, (_, piece) => ({
      kind,
      text: text.slice(piece * MAX_LINE_CHARS, (piece + 1) * MAX_LINE_CHARS),
    })),
  )
  return pieces.map((piece) => ({ indent: line.indent, tokens: [piece] }))
}

/** What the clipboard gets: the text as stored, or the bytes in hexadecimal. */
export function textToCopy(field: Field): string {
  if (field.kind === 'null') return ''
  return field.text ?? hexOf(field.bytes)
}
