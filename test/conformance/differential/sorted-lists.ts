// Lists whose order Apache Kafka takes from a hash table, and the field by which both brokers' are sorted before they are compared.

/** Path → the field; '' for a list of plain values. Ids of topics are sorted by the names that they have got so far. */
export const SORTED_LISTS: Readonly<Record<string, string>> = {
  'ListGroups.groups': 'groupId',
  'DescribeConfigs.results.configs': 'name',
  'CreateTopics.topics': 'name',
  'CreateTopics.topics.configs': 'name',
  'Metadata.topics': 'name',
  'ApiVersions.supportedFeatures': 'name',
  'ApiVersions.finalizedFeatures': 'name',
  'Produce.responses': 'name',
  'Produce.responses.partitionResponses': 'index',
  'DeleteTopics.responses': 'name',
  'DeleteGroups.results': 'groupId',
  'DescribeGroups.groups.members': 'memberId',
  'JoinGroup.members': 'memberId',
  'ConsumerGroupDescribe.groups': 'groupId',
  'ConsumerGroupDescribe.groups.members': 'memberId',
  'ConsumerGroupDescribe.groups.members.assignment.topicPartitions': 'topicName',
  'ConsumerGroupDescribe.groups.members.targetAssignment.topicPartitions': 'topicName',
  'ConsumerGroupHeartbeat.assignment.topicPartitions': 'topicId',
  'DescribeLogDirs.results.topics.partitions': 'partitionIndex',
  'AlterClientQuotas.entries.entity': 'entityType',
  'OffsetCommit.topics.partitions': 'partitionIndex',
  'OffsetDelete.topics.partitions': 'partitionIndex',
  'DescribeTransactions.transactionStates.topics.partitions': '',
}
