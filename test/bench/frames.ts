// Ready-made request frames for the raw client.
import { encodeRequestFrame } from '../../core/protocol/frame.ts'
import { ApiVersions } from '../../core/protocol/messages/api-versions.ts'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { DeleteTopics } from '../../core/protocol/messages/delete-topics.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { IncrementalAlterConfigs } from '../../core/protocol/messages/incremental-alter-configs.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'

const CLIENT_ID = 'headwater-bench'

export const produceFrame = (name: string, index: number, records: Buffer): Buffer =>
  Buffer.concat(encodeRequestFrame(Produce, 9, 1, CLIENT_ID, { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData: [{ name, partitionData: [{ index, records }] }] }))

export const createTopicFrame = (name: string, numPartitions: number, configs: Readonly<Record<string, string>> = {}): Buffer =>
  Buffer.concat(encodeRequestFrame(CreateTopics, 5, 1, CLIENT_ID, {
    topics: [{ name, numPartitions, replicationFactor: 1, assignments: [], configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })) }],
    timeoutMs: 30_000,
    validateOnly: false,
  }))

export const deleteTopicFrame = (name: string): Buffer =>
  Buffer.concat(encodeRequestFrame(DeleteTopics, 5, 1, CLIENT_ID, { topicNames: [name], timeoutMs: 30_000 }))

export const alterTopicConfigFrame = (resourceName: string, name: string, value: string): Buffer =>
  Buffer.concat(encodeRequestFrame(IncrementalAlterConfigs, 0, 1, CLIENT_ID, {
    resources: [{ resourceType: 2, resourceName, configs: [{ name, configOperation: 0, value }] }],
    validateOnly: false,
  }))

export const apiVersionsFrame = (): Buffer => Buffer.concat(encodeRequestFrame(ApiVersions, 0, 1, CLIENT_ID, {}))

export const fetchFrame = (topic: string, partition: number, fetchOffset: number, maxBytes: number): Buffer =>
  Buffer.concat(encodeRequestFrame(Fetch, 11, 1, CLIENT_ID, {
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset, partitionMaxBytes: maxBytes }] }],
    forgottenTopicsData: [],
  }))
