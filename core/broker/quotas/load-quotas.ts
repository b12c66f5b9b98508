// The quotas of clients from disk, and what holds clients to them.
import type { Clock } from '../../base/clock.ts'
import type { BrokerConfigs } from '../../metadata/broker-configs.ts'
import { ClientQuotas } from '../../metadata/client-quotas.ts'
import type { MetadataStore } from '../../storage/storage.ts'
import type { BrokerContext } from '../broker-context.ts'
import { ByteRateQuota } from './byte-rate-quota.ts'

export function loadQuotas(store: MetadataStore, { clock, configs }: { clock: Clock; configs: BrokerConfigs }): Pick<BrokerContext, 'clientQuotas' | 'produceQuota' | 'fetchQuota'> {
  const clientQuotas = ClientQuotas.load(store)
  const window = { samples: configs.getInt('quota.window.num'), sampleMs: configs.getInt('quota.window.size.seconds') * 1_000 }
  return {
    clientQuotas,
    produceQuota: new ByteRateQuota({ quotas: clientQuotas, key: 'producer_byte_rate', window, clock }),
    fetchQuota: new ByteRateQuota({ quotas: clientQuotas, key: 'consumer_byte_rate', window, clock }),
  }
}
