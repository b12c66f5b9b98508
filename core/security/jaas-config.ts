// The users of SASL PLAIN as Kafka's brokers are told of them: `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="secret";`

/** Why it cannot be used; null when it can. */
export function jaasProblem(text: string): string | null {
  if (!/^\s*[\w.]*\bPlainLoginModule\s+(required|requisite|sufficient|optional)\b[^]*;\s*$/.test(text)) {
    return 'it must read like org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="secret";'
  }
  return plainUsers(text).size > 0 ? null : 'it names no user; write user_alice="secret" for each'
}

/** Passwords by user name. */
export function plainUsers(text: string): ReadonlyMap<string, string> {
  const options = text.matchAll(/\buser_([^\s=]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/g)
  return new Map([...options].map(([, user, quoted, bare]) => [user!, quoted === undefined ? bare! : quoted.replace(/\\(.)/g, '$1')]))
}
