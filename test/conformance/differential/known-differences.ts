// Where Headwater answers otherwise than Apache Kafka, and why that is so. What is not in this table, and what is in it without need, fails.
import type { Difference } from './compare.ts'

export interface KnownDifference {
  /** The scenario's name; * stands for anything. */
  readonly scenario: string
  /** The way to the field as the comparison prints it; * stands for anything. */
  readonly path: string
  readonly reason: string
}

const because = (reason: string, ...places: readonly (readonly [scenario: string, path: string])[]): KnownDifference[] => places.map(([scenario, path]) => ({ scenario, path, reason }))

const NOT_SERVED: readonly (readonly [keys: readonly number[], reason: string])[] = [
  [[38, 39, 40, 41], 'Delegation tokens are not served.'],
  [[64], 'UnregisterBroker takes a broker out of a cluster of several; here is one.'],
  [[76, 77, 78, 79, 83, 84, 85, 86, 87, 90, 91, 92], 'Share groups are not served yet, so neither their keys nor share.version are told of.'],
  [[80, 81], 'There is no quorum whose voters could change.'],
  [[88, 89], 'Streams groups are not served, so neither their keys nor streams.version are told of; Kafka Streams uses classic groups.'],
]

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...NOT_SERVED.flatMap(([keys, reason]) => keys.flatMap((key) => because(reason, ['api versions, as every generation of clients asks', `*apiKeys[apiKey=${key}]`]))),
  ...because('Share groups and streams groups are not served, so their features have no level.',
    ['*', '*ApiVersions v*edFeatures[name=share.version]'],
    ['*', '*ApiVersions v*edFeatures[name=streams.version]']),

  ...because('A topic that a request makes is there before the request is answered; Kafka answers first and makes it behind the client’s back.',
    ['metadata makes topics', '* first.topics*'],
    ['metadata makes topics', '* name "__transact".topics*']),
  ...because('Kafka stumbles over a topic with neither name nor id; INVALID_REQUEST says whose fault it is.', ['metadata by topic id', '* neither.topics[name=].errorCode']),
  ...because('Key type 2 finds coordinators of share groups, which are not served.', ['find coordinator', '* key type 2.*']),
  ...because('A topic that is only validated never gets an id; Kafka answers one that nothing will ever have.', ['create topics, only to validate', '1 *.topicId']),
  ...because('Offsets and transactions are kept beside the logs; there are no topics __consumer_offsets and __transaction_state unless somebody makes them.',
    ['produce to nowhere', '* an internal topic.*errorCode'],
    ['create partitions', '* of an internal topic.*errorCode'],
    ['delete records', '* of an internal topic.*errorCode']),
  ...because('Values are kept as they were read, not as they were written.', ['create topics, configs that are not legal', '*unclean.leader.election.enable=TRUE*.value'], ['create topics, configs that are not legal', '*retention.bytes= 5 *.value']),

  ...because('remote.copy.lag.ms and .bytes are of Kafka 4.4; configs do not depend on the release that is played.', ['*', '*configs[name=remote.copy.lag.*]']),
  ...because('Headwater’s own settings.', ['broker configs, all of them', '*configs[name=headwater.*]']),
  ...because('Settings of the standard authorizer, which Kafka does not describe where none is set.',
    ['broker configs, all of them', '*configs[name=super.users]'],
    ['broker configs, all of them', '*configs[name=allow.everyone.if.no.acl.found]']),
  ...because('There is no separate listener for a controller, nor for other brokers.',
    ['broker configs, all of them', '*configs[name=controller.listener.names]*'],
    ['broker configs, all of them', '*configs[name=controller.quorum.voters]*'],
    ['broker configs, all of them', '*configs[name=inter.broker.listener.name]*'],
    ['broker configs, all of them', '*configs[name=listener.security.protocol.map]*'],
    ['broker configs, all of them', '*configs[name=listeners]*']),
  ...because('Defaults for a broker on one’s own computer: groups do not wait for further members, sign-ins need no Kerberos, keys and certificates are PEM files.',
    ['broker configs, all of them', '*configs[name=group.initial.rebalance.delay.ms].synonyms[1].value'],
    ['broker configs, all of them', '*configs[name=sasl.enabled.mechanisms]*'],
    ['broker configs, all of them', '*configs[name=ssl.keystore.type]*'],
    ['broker configs, all of them', '*configs[name=ssl.truststore.type]*']),
  ...because('Kafka fails on an operation that does not exist; INVALID_REQUEST says whose fault it is.',
    ['topic configs that are not right', '* an unknown operation.*errorCode']),

  ...because('There is no separate listener for a controller: the one there is answers for it.', ['describe quorum', '*listeners[name=CONTROLLER].port']),
  ...because('Kafka closes the connection of a client that names a word it does not know, and stumbles over one that only filters may name; INVALID_REQUEST says whose fault it is.',
    ['access rules that are not right', '* an unknown *'],
    ['access rules that are not right', '* any *.errorCode'],
    ['access rules that are not right', '* a pattern that matches.*errorCode']),
  ...because('Who may act as the cluster, which is a broker in Kafka, is not asked for rights on topics and transactions there; here everybody is a client.',
    ['topics that are hidden', '*OffsetForLeaderEpoch v4.*'],
    ['transactional ids that are somebody else’s', '*AddPartitionsToTxn v4.*'],
    ['topics of a transaction that may not be written', '*AddPartitionsToTxn v4.*']),
  ...because('Kafka tells the error once more, of a user without a name.', ['what is of the whole cluster', '*DescribeUserScramCredentials v0.results*']),
  ...because('Who does not exist is refused at the last step of SCRAM, like who has a wrong password: nobody learns the names of users.', ['a user that SCRAM does not know', '*']),
  ...because('Before it is signed in, a client may ask for versions as often as it likes.', ['requests before one is signed in', '* ApiVersions again']),
  ...because('Kafka answers a request that does not fit before it closes the connection; Headwater only closes it.',
    ['a handshake', '*ApiVersions v0: afterwards'],
    ['requests before one is signed in', '*ApiVersions v0: after the handshake'],
    ['requests before one is signed in', '10 SaslHandshake v1: SCRAM-SHA-256*'],
    ['requests before one is signed in', '*Metadata after the handshake*']),
  ...because('Of quotas, byte rates act; the rate of changes to topics is only stored.', ['quotas of changes to topics', '3 CreateTopics v6: more than the quota.*']),
  ...because('A credential without salt or password would let nobody in; Kafka stores the one and stumbles over the other.',
    ['SCRAM credentials', '* no salt.*errorCode'],
    ['SCRAM credentials', '* no password.*errorCode']),

  ...because('Kafka reads the records of every batch; Headwater trusts a batch whose checksum is right, and does not unpack it without need. Readers would fail on such records in both.',
    ['produce batches that are not right', '* gzip that is none.*'],
    ['produce batches that are not right', '* a codec that does not exist.*errorCode'],
    ['produce batches that are not right', '* a record that is cut off.*'],
    ['produce batches that are not right', '* a wrong maximum timestamp.*']),
  ...because('No client may say that the broker stamped its records; Kafka takes it and clears the mark.', ['produce batches that are not right', '* the bit of LogAppendTime.*']),
  ...because('Kafka 4 gives zstd to readers that were told apart from others by version 10 once; Headwater keeps to the protocol’s promise.',
    ['compression, kept as the producer chose', '10 Fetch v9: zstd.*']),
  ...because('After all records are deleted, Kafka still finds the latest time in the segment that it keeps; here deleted is gone.',
    ['delete records', '*all is gone, of the latest time.*']),
  ...because('Kafka finds aborted transactions up to the next entry of its sparse index, behind the data that it answers; readers ignore what lies behind.',
    ['interleaved transactions and what read_committed may see', '* only the first batch.*abortedTransactions*']),
  ...because('Kafka asks only the producer id of an offset commit that follows others; Headwater asks the transactional id each time.',
    ['offsets in a transaction that are not right', '*with an unknown transactional id.*errorCode']),
]

export function explains(known: KnownDifference, { scenario, path }: Difference): boolean {
  return matches(known.scenario, scenario) && matches(known.path, path)
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}
