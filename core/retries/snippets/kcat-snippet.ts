// By hand: a record put among the failed ones, and what comes back.
import { singleQuoted, type Snippet, type SnippetInput } from './snippet.ts'

export function kcatSnippet({ bootstrapServers, topology: { ingress, returnTo, deadLetters } }: SnippetInput): Snippet {
  const code = `# Give up a record for now
echo 'key:{"id":1}' | kcat -b ${bootstrapServers} -P -t ${singleQuoted(ingress)} -K : \\
  -H 'x-error-class=TimeoutException' -H 'x-error-message=no answer after 3 s'

# What comes back, and what has used up its attempts
kcat -b ${bootstrapServers} -C -t ${singleQuoted(returnTo)} -o end -f '%t/%p @%o  %h  %s\\n'
kcat -b ${bootstrapServers} -C -t ${singleQuoted(deadLetters)} -f '%t/%p @%o  %h  %s\\n'`
  return { client: 'kcat', language: 'shell', title: 'kcat', code }
}
