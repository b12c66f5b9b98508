// LOCAL or REMOTE, READ-ONLY or ARMED: said in words, never by colour alone.
import type { ReactNode } from 'react'
import { Badge } from '../../ui/badge.tsx'
import type { Access } from './access.ts'

export function AccessWords({ access }: { access: Access }): ReactNode {
  return (
    <span className="inline-flex gap-1">
      <Badge tone={access.place === 'LOCAL' ? 'accent' : 'neutral'}>{access.place}</Badge>
      {access.word && <Badge tone={access.writable ? 'warn' : 'neutral'}>{access.word}</Badge>}
    </span>
  )
}
