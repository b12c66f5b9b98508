// A place to type that is one line high until there are more: what has line breaks keeps them.
import type { ReactNode, TextareaHTMLAttributes } from 'react'
import { cx } from '../../ui/class-names.ts'
import { inputClass } from '../../ui/field.tsx'
import { lineCount, typedOver } from './line-ends.ts'

const MAX_ROWS = 6
const ROW_PX = 18
/** Makes one row as high as an input. */
const AROUND_PX = 8

export interface GrowingTextProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value' | 'className' | 'style' | 'rows' | 'wrap'> {
  value: string
  onChange: (value: string) => void
}

export function GrowingText({ value, onChange, ...rest }: GrowingTextProps): ReactNode {
  const lines = lineCount(value)
  return (
    <textarea
      {...rest}
      rows={1}
      wrap="off"
      autoComplete="off"
      spellCheck={false}
      // A scroll bar would cover the only line; with more lines than are shown, it says so.
      className={cx(inputClass, 'block flex-1 resize-none font-mono text-mono', lines <= MAX_ROWS && '[scrollbar-width:none]')}
      style={{ height: Math.min(lines, MAX_ROWS) * ROW_PX + AROUND_PX, lineHeight: `${ROW_PX}px`, paddingBlock: AROUND_PX / 2 - 1 }}
      value={value}
      onChange={(event) => onChange(typedOver(value, event.target.value))}
    />
  )
}
