// A bar of parts that add up to the whole, with a number for each; pressing one shows only those.
import type { ReactNode } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { cx } from '../../ui/class-names.ts'
import { type Part, shares } from './job-words.ts'

export function PartsBar<Name extends string>({ label, parts, thin = false }: { label: string; parts: readonly Part<Name>[]; thin?: boolean }): ReactNode {
  const widths = shares(parts.map(({ count }) => count))
  const words = parts.filter(({ count }) => count > 0).map((part) => `${part.count} ${part.label}`).join(', ')
  return (
    <div role="img" aria-label={`${label}: ${words || 'nothing yet'}`} className={cx('flex w-full gap-px overflow-hidden rounded-full bg-n5', thin ? 'h-1.5' : 'h-2.5')}>
      {parts.map(({ name, colour }, at) => widths[at]! > 0 && <span key={name} style={{ width: `${widths[at]! * 100}%`, background: colour }} />)}
    </div>
  )
}

export interface PartsLegendProps<Name extends string> {
  label: string
  parts: readonly Part<Name>[]
  /** null = all are shown. */
  chosen: Name | null
  /** Shown although there are none of them. */
  always: readonly Name[]
  onChoose: (name: Name | null) => void
}

export function PartsLegend<Name extends string>({ label, parts, chosen, always, onChoose }: PartsLegendProps<Name>): ReactNode {
  return (
    <div role="group" aria-label={label} className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
      {parts
        .filter(({ name, count }) => count > 0 || always.includes(name) || name === chosen)
        .map(({ name, label: word, count, colour, meaning }) => (
          <button
            key={name}
            type="button"
            title={`${meaning} Press to show only these.`}
            aria-pressed={name === chosen}
            onClick={() => onChoose(name === chosen ? null : name)}
            className={cx('inline-flex h-6 items-center gap-1.5 rounded-inner border px-1.5', name === chosen ? 'border-accent bg-accent-soft' : 'border-transparent hover:bg-n4')}
          >
            <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: colour }} />
            <span className="font-medium tabular-nums">{formatCount(count)}</span>
            <span className="text-n10">{word}</span>
          </button>
        ))}
    </div>
  )
}
