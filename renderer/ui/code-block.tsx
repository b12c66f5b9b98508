// A few lines of code to read and to copy.
import type { ReactNode } from 'react'
import { CopyButton } from './copy.tsx'

export interface CodeBlockProps {
  code: string
  /** Named for those who cannot see what it is: `Java`. */
  language?: string
}

export function CodeBlock({ code, language }: CodeBlockProps): ReactNode {
  return (
    <div className="relative flex min-h-0 rounded-outer border border-n6 bg-n1">
      <pre
        role="region"
        aria-label={language === undefined ? 'Code' : `${language} code`}
        tabIndex={0}
        className="min-w-0 flex-1 overflow-auto rounded-outer py-2 pr-9 pl-3 text-left font-mono text-mono whitespace-pre text-n11 select-text"
      >
        {code}
      </pre>
      <span className="absolute top-1 right-1 rounded-inner bg-n1">
        <CopyButton text={() => code} label={language === undefined ? 'Copy' : `Copy ${language} code`} />
      </span>
    </div>
  )
}
