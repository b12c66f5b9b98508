// A broker that plays an older Kafka: its handlers without the APIs and versions that the release did not have, for ApiVersions and dispatch alike.
import type { BrokerConfigs } from '../metadata/broker-configs.ts'
import { findKafkaRelease, type KafkaRelease } from '../metadata/kafka-releases.ts'
import type { AnyApi } from '../protocol/define-api.ts'
import type { RegisteredHandler } from './handler.ts'

/** undefined: no release is played, everything is there. */
export function playedRelease(configs: BrokerConfigs): KafkaRelease | undefined {
  const name = configs.get('headwater.as.version')
  return name === null ? undefined : findKafkaRelease(name)
}

/** The API as far as the release had it; undefined when it had nothing of what is served. */
export function apiAs(api: AnyApi, release: KafkaRelease | undefined): AnyApi | undefined {
  if (release === undefined) return api
  const maxVersion = Math.min(api.maxVersion, release.versions.get(api.key) ?? -1)
  return maxVersion < api.minDecodable ? undefined : { ...api, maxVersion }
}

export function handlersAs(handlers: readonly RegisteredHandler[], release: KafkaRelease | undefined): RegisteredHandler[] {
  return handlers.flatMap((handler) => {
    const api = apiAs(handler.api, release)
    return api === undefined ? [] : [{ ...handler, api }]
  })
}
