// What a person types for a new topic, checked before it is sent. The cluster has the last word.

const MAX_NAME_LENGTH = 249

/** What is wrong with the name, or null. */
export function checkTopicName(name: string): string | null {
  if (name === '.' || name === '..') return `A topic cannot be called "${name}".`
  if (name.length > MAX_NAME_LENGTH) return `A topic name has at most ${MAX_NAME_LENGTH} characters; this one has ${name.length}.`
  const bad = /[^a-zA-Z0-9._-]/u.exec(name)
  return bad ? `A topic name cannot contain "${bad[0]}". Use letters, digits, dot, underscore and hyphen.` : null
}

/** undefined = left to the cluster; null = not a count. */
export function parseCount(text: string, max: number): number | undefined | null {
  const digits = text.trim()
  if (digits === '') return undefined
  const count = /^\d+$/.test(digits) ? Number(digits) : 0
  return count >= 1 && count <= max ? count : null
}

export type ParsedConfigs = { ok: true; values: Record<string, string> } | { ok: false; error: string }

export function parseConfigs(text: string): ParsedConfigs {
  const values: Record<string, string> = {}
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue
    const at = line.indexOf('=')
    if (at < 1) return { ok: false, error: `"${line}" is not name=value.` }
    values[line.slice(0, at).trim()] = line.slice(at + 1).trim()
  }
  return { ok: true, values }
}
