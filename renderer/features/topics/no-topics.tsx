// No topics yet: what to do about it, ready to copy.
import { Plus, Waypoints } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { EmptyState } from '../../ui/states.tsx'

export interface NoTopicsProps {
  connection: Connection
  bootstrap: string
  writable: boolean
  /** There are some, but the cluster keeps them for itself. */
  internalCount: number
  onCreate: () => void
  onShowInternal: () => void
  onLoadDemo?: (() => void) | undefined
}

export function NoTopics({ connection, bootstrap, writable, internalCount, onCreate, onShowInternal, onLoadDemo }: NoTopicsProps): ReactNode {
  const local = connection.kind === 'local'
  return (
    <EmptyState
      title="No topics yet"
      actions={
        <>
          <Button variant="primary" onClick={onCreate}>
            <Plus size={14} aria-hidden="true" />
            {writable ? 'Create topic' : 'Arm to create'}
          </Button>
          {local && onLoadDemo && (
            <Button onClick={onLoadDemo}>
              <Waypoints size={14} aria-hidden="true" />
              Load demo flow
            </Button>
          )}
          {internalCount > 0 && <Button onClick={onShowInternal}>Show {internalCount} internal</Button>}
        </>
      }
    >
      <p className="text-n10">
        {local
          ? `Create one, produce to any name${onLoadDemo ? ', or load the demo flow' : ''}. With kcat:`
          : `${connection.name} shows no topics to this client. Create one, or produce with kcat:`}
      </p>
      <CodeBlock code={`echo 'o-1:{"id":1,"total":9.99}' | kcat -P -b ${bootstrap} -t orders -K :`} />
      <p className="text-n10">With kafkajs:</p>
      <CodeBlock code={kafkajsCode(bootstrap)} />
    </EmptyState>
  )
}

const kafkajsCode = (bootstrap: string): string => `const { Kafka } = require('kafkajs')
const producer = new Kafka({ brokers: ['${bootstrap.split(',').join("', '")}'] }).producer()
await producer.connect()
await producer.send({
  topic: 'orders',
  messages: [{ key: 'o-1', value: '{"id":1}' }],
})`
