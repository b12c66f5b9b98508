// One line of a key or a value in the grid: tinted, never wrapped, exact about null, empty and binary.
import type { ReactNode } from 'react'
import type { Preview } from '../../../core/contract/messages.ts'
import { tintJson } from '../../format/json-tokens.ts'
import { formatBytes } from '../../format/sizes.ts'
import { Tokens } from '../../ui/code-view.tsx'

export function PreviewText({ preview, nullMeans }: { preview: Preview; nullMeans: string }): ReactNode {
  if (preview.kind === 'null') {
    return (
      <span className="text-n9 italic" title={nullMeans}>
        null
      </span>
    )
  }
  if (preview.sizeBytes === 0)
    return (
      <span className="text-n9" title="Empty: 0 bytes, not null">
        {'""'}
      </span>
    )
  const title = preview.cut ? `Cut; ${formatBytes(preview.sizeBytes)} in all` : undefined
  if (preview.kind === 'binary') {
    return (
      <span className="font-mono text-mono text-n10" title={title ?? 'Not valid UTF-8: shown as bytes'}>
        {preview.hex}
        {preview.cut && '…'}
      </span>
    )
  }
  return (
    <span data-searched="" className="font-mono text-mono" title={title}>
      {preview.kind === 'json' ? <Tokens tokens={tintJson(preview.text)} /> : preview.text}
      {preview.cut && '…'}
    </span>
  )
}
