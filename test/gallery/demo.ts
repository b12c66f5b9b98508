// A workbench as someone has it open after an hour: the demo flow, a consumer that keeps up, and records that arrive.
import { Kafka, logLevel } from 'kafkajs'
import { type RunningWorkbench, startWorkbench } from '../e2e/support/real-core.ts'

export interface DemoWorkbench {
  web: RunningWorkbench['web']
  stop: () => Promise<void>
}

export async function startDemo(): Promise<DemoWorkbench> {
  // As at home: on the usual port, unless somebody has it.
  const workbench = await startWorkbench('node', 9092).catch(() => startWorkbench('node'))
  await workbench.core.services.demo.load()
  const kafka = new Kafka({ clientId: 'orders-service', brokers: [workbench.core.kafka], logLevel: logLevel.NOTHING })
  const consumer = kafka.consumer({ groupId: 'warehouse', heartbeatInterval: 1_000 })
  await consumer.connect()
  await consumer.subscribe({ topics: ['demo.orders'], fromBeginning: true })
  await consumer.run({ autoCommitInterval: 500, eachMessage: async () => {} })
  return {
    web: workbench.web,
    stop: async () => {
      await consumer.disconnect()
      await workbench.stop()
    },
  }
}
