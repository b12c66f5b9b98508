// @platformatic/kafka, unmodified: flexible versions almost everywhere, every codec.
import { Admin, Consumer, MessagesStreamFallbackModes, MessagesStreamModes, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'
import type { ClientDriver } from './client-driver.ts'

const base = (bootstrap: string) => ({ clientId: 'journey', bootstrapBrokers: [bootstrap] })

export const platformatic: ClientDriver = {
  name: '@platformatic/kafka',
  codecs: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],

  async createTopic(bootstrap, topic, partitions) {
    const admin = new Admin(base(bootstrap))
    await admin.createTopics({ topics: [topic], partitions, replicas: 1 })
    await admin.close()
  },

  async produce(bootstrap, topic, codec, records) {
    const producer = new Producer({ ...base(bootstrap), serializers: stringSerializers, autocreateTopics: false })
    for (let at = 0; at < records.length; at += 500) {
      await producer.send({
        acks: -1,
        compression: codec as 'none',
        messages: records.slice(at, at + 500).map(({ key, value, headers }) => ({ topic, key, value, headers })),
      })
    }
    await producer.close()
  },

  join: joinWith({}),
}

/** The same client, which joins groups with the consumer protocol of KIP-848. */
export const platformaticConsumerProtocol: ClientDriver = {
  ...platformatic,
  name: '@platformatic/kafka with the consumer protocol',
  join: joinWith({ groupProtocol: 'consumer' }),
}

function joinWith(options: { readonly groupProtocol?: 'consumer' }): ClientDriver['join'] {
  return async (bootstrap, topic, groupId, receive) => {
    const consumer = new Consumer({ ...base(bootstrap), ...options, groupId, deserializers: stringDeserializers, sessionTimeout: 10_000, rebalanceTimeout: 10_000, heartbeatInterval: 300, maxWaitTime: 200 })
    const stream = await consumer.consume({ topics: [topic], autocommit: false, mode: MessagesStreamModes.COMMITTED, fallbackMode: MessagesStreamFallbackModes.EARLIEST })
    const reading = (async () => {
      for await (const message of stream) {
        receive({
          partition: message.partition,
          offset: Number(message.offset),
          key: String(message.key),
          value: String(message.value),
          headers: Object.fromEntries([...message.headers].map(([name, value]) => [String(name), String(value)])),
        })
        await message.commit()
      }
    })()
    return {
      async leave() {
        await stream.close()
        await reading
        await consumer.close(true)
      },
    }
  }
}
