// The stack of a failure by cause: frames of the application stand out, runs of framework frames are folded until somebody asks.
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import type { FailureCase } from '../../../core/contract/dead-letters.ts'
import { counted } from '../../format/numbers.ts'
import { cx } from '../../ui/class-names.ts'
import { stackParts } from './stack-folds.ts'

/** The deepest cause first: it is what went wrong, the others are how it was passed on. */
export function CaseStack({ causes, stack }: { causes: FailureCase['causes']; stack: string | null }): ReactNode {
  if (causes.length === 0) return <pre className="overflow-x-auto font-mono text-mono whitespace-pre select-text">{stack}</pre>
  return causes.toReversed().map((cause, index) => <Cause key={`${index} ${cause.title}`} cause={cause} index={index} />)
}

function Cause({ cause, index }: { cause: FailureCase['causes'][number]; index: number }): ReactNode {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const parts = useMemo(() => stackParts(cause.frames, index === 0), [cause.frames, index])
  const toggle = (place: number): void => {
    const next = new Set(open)
    if (!next.delete(place)) next.add(place)
    setOpen(next)
  }
  return (
    <div className="flex flex-col pb-1.5 font-mono text-mono [font-variant-ligatures:none] select-text">
      <p className={cx('wrap-anywhere', index > 0 && 'line-clamp-3 text-n10')} title={cause.title}>
        {index > 0 && <span className="font-sans text-small text-n9">passed on as </span>}
        <span className={cx(index === 0 && 'font-semibold')}>{cause.title.replace(/^Caused by: /, '')}</span>
      </p>
      {parts.map((part, place) =>
        part.kind === 'frame' ? (
          <Frame key={`${place} ${part.text}`} text={part.text} isApplication={part.isApplication} />
        ) : (
          <div key={`${place} folded`}>
            <button
              type="button"
              aria-expanded={open.has(place)}
              className="flex items-center gap-1 rounded-inner pr-1.5 pl-1 font-sans text-small text-n9 select-none hover:bg-n3 hover:text-n12"
              onClick={() => toggle(place)}
            >
              <ChevronRight size={11} aria-hidden="true" className={cx(open.has(place) && 'rotate-90')} />
              {counted(part.frames.length, 'framework frame')}
            </button>
            {open.has(place) && part.frames.map((text, at) => <Frame key={`${at} ${text}`} text={text} isApplication={false} />)}
          </div>
        ),
      )}
    </div>
  )
}

/** Long names break where a person would: after a dot. */
function Frame({ text, isApplication }: { text: string; isApplication: boolean }): ReactNode {
  return (
    <p className={cx('border-l-2 py-px pl-2.5 wrap-anywhere', isApplication ? 'border-accent bg-accent-soft text-n12' : 'border-transparent text-n10')}>
      {text.split(/(?<=[.$/])/).map((piece, at) => (
        <span key={`${at} ${piece}`}>
          {piece}
          <wbr />
        </span>
      ))}
    </p>
  )
}
