// No groups yet: how one comes to be, ready to copy.
import type { ReactNode } from 'react'
import { CodeBlock } from '../../ui/code-block.tsx'
import { EmptyState } from '../../ui/states.tsx'

export function NoGroups({ bootstrap }: { bootstrap: string }): ReactNode {
  return (
    <EmptyState title="No consumer groups">
      <p className="text-n10">A group appears when its first consumer joins. With kcat, as group “billing” on topic “orders”:</p>
      <CodeBlock code={`kcat -b ${bootstrap} -G billing orders`} />
      <p className="text-n10">With kafkajs:</p>
      <CodeBlock code={kafkajsCode(bootstrap)} />
    </EmptyState>
  )
}

const kafkajsCode = (bootstrap: string): string => `const { Kafka } = require('kafkajs')
const kafka = new Kafka({ brokers: ['${bootstrap.split(',').join("', '")}'] })
const consumer = kafka.consumer({ groupId: 'billing' })
await consumer.connect()
await consumer.subscribe({ topics: ['orders'], fromBeginning: true })
await consumer.run({
  eachMessage: async ({ message }) => console.log(String(message.value)),
})`
