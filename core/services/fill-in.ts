// Placeholders in a message that is sent many times: {{seq}}, {{uuid}}, {{now}} and {{epochMs}}.

/** What stands for the placeholders in one message. */
export interface FillIn {
  readonly seq: number
  readonly uuid: string
  readonly nowMs: number
}

const PLACEHOLDER = /\{\{(seq|uuid|now|epochMs)\}\}/g

/** Taken apart once: a text may be large, and sent a million times. */
export function fillInTemplate(text: string): (fillIn: FillIn) => string {
  const parts = text.split(PLACEHOLDER)
  if (parts.length === 1) return () => text
  // Every second part is a name.
  return (fillIn) => parts.map((part, i) => (i % 2 === 0 ? part : valueOf(part, fillIn))).join('')
}

function valueOf(name: string, { seq, uuid, nowMs }: FillIn): string {
  if (name === 'seq') return String(seq)
  if (name === 'uuid') return uuid
  return name === 'now' ? new Date(nowMs).toISOString() : String(nowMs)
}
