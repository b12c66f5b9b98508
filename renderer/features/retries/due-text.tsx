// When something is due, counting down.
import type { ReactNode } from 'react'
import { useNow } from '../../ui/clock.ts'
import { dueIn } from './delay-text.ts'

export function DueText({ dueMs }: { dueMs: number }): ReactNode {
  return <span className="tabular-nums">{dueIn(dueMs, useNow(250))}</span>
}
