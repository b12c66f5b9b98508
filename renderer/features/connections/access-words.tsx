// LOCAL or REMOTE, READ-ONLY or ARMED, NOT VERIFIED: said in words, never by colour alone.
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { Badge } from '../../ui/badge.tsx'
import { accessOf, warningsOf } from './access.ts'

export function AccessWords({ connection, nowMs }: { connection: Connection; nowMs: number }): ReactNode {
  const { place, word, writable } = accessOf(connection, nowMs)
  const until = writable && connection.armedUntilMs !== null ? `Accepts writes until ${clockTime(connection.armedUntilMs)}` : undefined
  return (
    <span className="inline-flex gap-1">
      <Badge tone={place === 'LOCAL' ? 'accent' : 'neutral'}>{place}</Badge>
      {word && (
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

/** `14:05` */
export function clockTime(atMs: number): string {
  return new Date(atMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}
