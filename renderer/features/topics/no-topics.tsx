// No topics yet: what to do about it, ready to copy.
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy.tsx'
import { EmptyState } from '../../ui/states.tsx'

export function NoTopics({
  connection,
  bootstrap,
  onCreate,
}: {
  connection: Connection
  bootstrap: string
  onCreate: () => void
}): ReactNode {
  const local = connection.kind === 'local'
  return (
    <EmptyState
      title="No topics yet"
      actions={
        <Button variant="primary" onClick={onCreate}>
          <Plus size={14} aria-hidden="true" />
          Create topic
        </Button>
      }
    >
      <p className="text-n10">
        {local
          ? 'Produce to any name and the broker creates the topic, or create one here. With kcat:'
          : `${connection.name} shows no topics to this client. Create one, or produce with kcat:`}
      </p>
      <CopyLine text={`echo 'o-1:{"id":1,"total":9.99}' | kcat -P -b ${bootstrap} -t orders -K :`} />
      <p className="text-n10">With kafkajs:</p>
      <CopyLine text={kafkajsSnippet(bootstrap)} />
    </EmptyState>
  )
}

const kafkajsSnippet = (bootstrap: string): string => `const { Kafka } = require('kafkajs')
const producer = new Kafka({ brokers: ['${bootstrap}'] }).producer()
await producer.connect()
await producer.send({
  topic: 'orders',
  messages: [{ key: 'o-1', value: '{"id":1}' }],
})`
