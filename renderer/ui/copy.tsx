// Copying: a line of shell or code with its button, and the button alone.
import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { IconButton } from './button.tsx'
import { useAfter } from './clock.ts'

const CONFIRM_MS = 1_500

/** `text` is asked for when it is wanted: it may take long to write out. */
export function CopyButton({ text, label }: { text: () => string; label: string }): ReactNode {
  const [copies, setCopies] = useState(0)
  const [failed, setFailed] = useState(false)
  const [confirming, setConfirming] = useState(false)
  useAfter(CONFIRM_MS, copies, () => setConfirming(false))
  const copy = (): void => {
    void navigator.clipboard.writeText(text()).then(
      () => (setFailed(false), setConfirming(true), setCopies((count) => count + 1)),
      () => setFailed(true),
    )
  }
  const said = failed ? 'The browser refused the clipboard' : confirming ? 'Copied' : label
  return (
    <IconButton label={said} onClick={copy} className={failed ? 'text-bad' : ''}>
      {confirming ? <Check size={14} className="text-good" aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
    </IconButton>
  )
}

export function CopyLine({ text }: { text: string }): ReactNode {
  return (
    <div className="flex items-start gap-1 rounded-outer border border-n6 bg-n1 py-1 pr-1 pl-3">
      <pre className="min-w-0 flex-1 py-1 text-left font-mono text-mono break-words whitespace-pre-wrap text-n11 select-text">{text}</pre>
      <CopyButton text={() => text} label="Copy" />
    </div>
  )
}
