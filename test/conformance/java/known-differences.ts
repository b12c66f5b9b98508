// Where Headwater may say something else than Apache Kafka, and why. An entry that is not needed any more fails the run.

/** By the name of the step. */
export const knownDifferences: Readonly<Record<string, string>> = {
  'features: describe': 'share.version and streams.version are not there: Headwater serves no share groups and no streams groups; metadata.version is that of Kafka 4.4, whose name these tools do not know.',
  'broker api versions': 'Headwater speaks ApiVersions 5 and TxnOffsetCommit 6 of Kafka 4.4, and leaves out delegation tokens, telemetry, share groups, streams groups and what brokers say to each other.',
}
