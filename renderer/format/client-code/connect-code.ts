// Code for other programs: how they connect to a cluster. Complete, so that it runs as it is copied.
import { goConnect } from './go.ts'
import { javaConnect } from './java.ts'
import { kcatConnect } from './kcat.ts'
import { nodeConnect } from './node.ts'
import { pythonConnect } from './python.ts'
import { springConnect } from './spring.ts'

export type CodeClient = 'kcat' | 'Java' | 'Node' | 'Python' | 'Go' | 'Spring'

export interface ClientCode {
  client: CodeClient
  /** What the code is written in: `YAML` for Spring's configuration. */
  language: string
  code: string
}

/** `bootstrap`: one or more `host:port`, with commas between. */
export const connectCode = (bootstrap: string): ClientCode[] => [
  { client: 'kcat', language: 'Shell', code: kcatConnect(bootstrap) },
  { client: 'Java', language: 'Java', code: javaConnect(bootstrap) },
  { client: 'Node', language: 'JavaScript', code: nodeConnect(bootstrap) },
  { client: 'Python', language: 'Python', code: pythonConnect(bootstrap) },
  { client: 'Go', language: 'Go', code: goConnect(bootstrap) },
  { client: 'Spring', language: 'YAML', code: springConnect(bootstrap) },
]
