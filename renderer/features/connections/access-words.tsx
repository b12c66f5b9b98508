// LOCAL or REMOTE, READ-ONLY or ARMED, NOT VERIFIED: said in words, never by colour alone.
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { Badge } from '../../ui/badge.tsx'
import { accessOf, clockTime, warningsOf } from './access.ts'

export function AccessWords({ connection, nowMs }: { connection: Connection; nowMs: number }): ReactNode {
  const { place, word, writable } = accessOf(connection, nowMs)
  // Where nobody can sign in, nobody can read either: one word less.
  const says = word !== null && (writable || connection.missingSecrets.length === 0)
  const until = writable && connection.armedUntilMs !== null ? `Accepts writes until ${clockTime(connection.armedUntilMs, nowMs)}` : undefined
  return (
    <span className="inline-flex shrink-0 gap-1">
      <Badge tone={place === 'LOCAL' ? 'accent' : 'neutral'}>{place}</Badge>
      {says && (
        <Badge tone={writable ? 'warn' : 'neutral'} {...(until !== undefined && { title: until })}>
          {word}
        </Badge>
      )}
      {warningsOf(connection).map((warning) => (
        <Badge key={warning.word} tone={warning.tone} title={warning.meaning}>
          {warning.word}
        </Badge>
      ))}
    </span>
  )
}
