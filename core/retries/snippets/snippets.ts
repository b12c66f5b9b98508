// Client code for a policy, to copy: how a consumer hands over what it has failed at.
import type { PolicyDraft } from '../retry-policy.ts'
import { goSnippet } from './go-snippet.ts'
import { javaSnippet } from './java-snippet.ts'
import { kcatSnippet } from './kcat-snippet.ts'
import { nodeSnippet } from './node-snippet.ts'
import { pythonSnippet } from './python-snippet.ts'
import { type Snippet, snippetInput } from './snippet.ts'
import { springSnippet } from './spring-snippet.ts'

export function snippetsFor(draft: PolicyDraft, bootstrapServers: string): Snippet[] {
  const input = snippetInput(draft, bootstrapServers)
  return [javaSnippet, springSnippet, nodeSnippet, pythonSnippet, goSnippet, kcatSnippet].map((snippet) => snippet(input))
}
