import { expect, test } from 'vitest'
import { apiAs, handlersAs, playedRelease } from '../../../core/broker/as-version.ts'
import { handler } from '../../../core/broker/handler.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { findKafkaRelease } from '../../../core/metadata/kafka-releases.ts'
import { ConsumerGroupHeartbeat } from '../../../core/protocol/messages/consumer-group-heartbeat.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { WriteTxnMarkers } from '../../../core/protocol/messages/write-txn-markers.ts'

const release = (name: string) => findKafkaRelease(name)

test('a release caps the versions of an API and leaves the rest of it alone', () => {
  expect(apiAs(Fetch, release('2.8'))).toEqual({ ...Fetch, maxVersion: 12 })
  expect(apiAs(Fetch, release('4.4'))!.maxVersion).toBe(Fetch.maxVersion)
})

test('an API that the release did not have, or had only in versions that are not spoken, is left out', () => {
  expect(apiAs(ConsumerGroupHeartbeat, release('3.6'))).toBeUndefined()
  expect(apiAs(WriteTxnMarkers, release('2.7'))).toBeUndefined()
})

test('without a release everything stays', () => {
  const handlers = [handler(Fetch, () => ({ responses: [] }))]
  expect(handlersAs(handlers, undefined)).toEqual(handlers)
})

test('handlers keep their behaviour', () => {
  const fetch = handler(Fetch, () => ({ responses: [] }), 'waits')
  const [capped] = handlersAs([fetch], release('3.0'))
  expect([capped!.handle, capped!.order, capped!.api.maxVersion]).toEqual([fetch.handle, 'waits', 12])
})

test.each([[{}, undefined], [{ 'headwater.as.version': '3.x' }, '3.9']])('the settings %j play release %s', (settings, name) => {
  expect(playedRelease(BrokerConfigs.from(settings as Record<string, string>))?.name).toBe(name)
})
