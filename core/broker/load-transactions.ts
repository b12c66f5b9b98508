// The transaction coordinator, wired to the logs that take its markers and the groups that keep its offsets.
import type { Storage } from '../storage/storage.ts'
import { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import type { BrokerContext } from './broker-context.ts'

type Neighbours = Pick<BrokerContext, 'clock' | 'logger' | 'configs' | 'features' | 'topics' | 'logs' | 'groups' | 'producerIds'>

export function loadTransactions(storage: Storage, { clock, logger, configs, features, topics, logs, groups, producerIds }: Neighbours): TransactionCoordinator {
  return TransactionCoordinator.load(storage, {
    clock,
    logger,
    configs,
    producerIds,
    offsets: groups,
    transactionVersion: () => features.level('transaction.version'),
    logOf({ topic, partition }) {
      const id = topics.get(topic)?.partitions[partition]
      return id === undefined ? undefined : logs.get(id)
    },
  })
}
