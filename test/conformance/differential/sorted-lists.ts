// Lists whose order Apache Kafka takes from a hash table, and the field by which both brokers' are sorted before they are compared.

/** Path → the field; '' for a list of plain values. */
export const SORTED_LISTS: Readonly<Record<string, string>> = {
  'ListGroups.groups': 'groupId',
  'DescribeConfigs.results.configs': 'name',
  'CreateTopics.topics': 'name',
  'CreateTopics.topics.configs': 'name',
  'Metadata.topics': 'name',
}
