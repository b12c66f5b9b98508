// A topic's configs in the terms that its partition logs use.
import type { LogConfigs } from '../log/log-configs.ts'
import type { TopicConfigs } from '../metadata/topic-configs.ts'

export function logConfigsOf(configs: TopicConfigs): LogConfigs {
  return {
    get maxMessageBytes() {
      return configs.get('max.message.bytes')
    },
    get isCompacted() {
      return configs.get('cleanup.policy').includes('compact')
    },
    get isDeleted() {
      return configs.get('cleanup.policy').includes('delete')
    },
    get timestampType() {
      return configs.get('message.timestamp.type') === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime'
    },
    get timestampBeforeMaxMs() {
      return configs.get('message.timestamp.before.max.ms')
    },
    get timestampAfterMaxMs() {
      return configs.get('message.timestamp.after.max.ms')
    },
    get retentionMs() {
      return configs.get('retention.ms')
    },
    get retentionBytes() {
      return configs.get('retention.bytes')
    },
  }
}
