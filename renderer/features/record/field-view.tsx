// The bytes of a key, value or header as a person reads them: laid out JSON, text, or a hex dump. Nothing is rounded or hidden.
import { type ReactNode, useMemo } from 'react'
import type { Field, RecordPart } from '../../../core/contract/records.ts'
import { type CodeLine, isBeyondDouble, layOutJson } from '../../format/json-layout.ts'
import { readJson } from '../../format/json-tokens.ts'
import { formatBytes } from '../../format/sizes.ts'
import { Badge } from '../../ui/badge.tsx'
import { CodeView } from '../../ui/code-view.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { HexView } from '../../ui/hex-view.tsx'
import { LargeTextView } from './large-text-view.tsx'
import { type RecordPlace, useBytes } from './record.queries.ts'

/** One drawn line: longer ones are broken, or a single line of a megabyte would be laid out at once. */
const MAX_LINE_CHARS = 2_000

export interface FieldViewProps {
  what: string
  place: RecordPlace
  of: RecordPart
  field: Field
}

export function FieldView({ nullMeans, ...props }: FieldViewProps & { nullMeans: string }): ReactNode {
  const { what, place, of, field } = props
  if (field.kind === 'null')
    return (
      <p className="p-3 text-n10 select-text">
        <em className="text-n9">null</em> {nullMeans}
      </p>
    )
  if (field.sizeBytes === 0) return <p className="p-3 text-n10 select-text">{'""'} Empty: 0 bytes, which is not null.</p>
  if (field.kind === 'binary' || field.text === null) return <FieldHex {...props} />
  if (field.cut) return <LargeTextView what={what} place={place} of={of} json={field.kind === 'json'} sizeBytes={field.sizeBytes} beginning={field.text} />
  return <TextView what={what} text={field.text} sizeBytes={field.sizeBytes} />
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

export function FieldHex(props: FieldViewProps): ReactNode {
  const { what, field } = props
  if (field.kind === 'null') return <p className="p-3 text-n10">null has no bytes.</p>
  return (
    <>
      <p className="flex h-7 shrink-0 items-center border-b border-n5 px-3 text-small text-n10">
        {field.text === null ? 'Bytes that are not UTF-8 text' : `${what} as bytes`} · {formatBytes(field.sizeBytes)}
      </p>
      <Bytes {...props} bytes={field.bytes} sizeBytes={field.sizeBytes} />
    </>
  )
}

function Bytes({ what, place, of, bytes, sizeBytes }: FieldViewProps & { bytes: Uint8Array; sizeBytes: number }): ReactNode {
  const source = useBytes(place, of, bytes, sizeBytes)
  return (
    <>
      {source.failure && <FailureNotice failure={source.failure} action={{ label: 'Try again', run: source.retry }} />}
      <HexView label={`${what} in hexadecimal`} source={source} />
    </>
  )
}

interface DescribedText {
  lines: CodeLine[]
  form: string
  beyondDouble: boolean
}

function describeText(text: string): DescribedText {
  const reading = readJson(text)
  if (reading.ok)
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
