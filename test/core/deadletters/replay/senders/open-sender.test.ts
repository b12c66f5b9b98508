import { expect, it } from 'vitest'
import { DEFAULT_ID_PREFIX } from '../../../../../core/deadletters/replay/options.ts'
import { namesOf, registerPlace } from '../../../../../core/deadletters/replay/senders/open-sender.ts'
import { madePlan } from '../../../../support/replay-world.ts'

it('names transactions and progress of a job by the prefix that the cluster allows', () => {
  const { plan } = madePlan([{ key: 'a' }], { idPrefix: 'app-x-replay' }).source
  expect(namesOf({ jobId: 'j' }, plan, 'i')).toEqual({ transactionalId: 'app-x-replay.i.j', groupId: 'app-x-replay.j' })
  expect(DEFAULT_ID_PREFIX).toBe('headwater.replay')
})

it('keeps progress at the first source partition by name, and on another cluster at the first target', () => {
  const records = ['b-dlt', 'a-dlt', 'c-dlt'].map((dlq) => ({ key: null, dlq }))
  expect(registerPlace(madePlan(records).source)).toEqual({ topic: 'a-dlt', partition: 0 })
  expect(registerPlace(madePlan(records, {}, { target: { connectionId: 't', clusterId: 'another', isLocal: false } }).source)).toEqual({ topic: 'orders', partition: 0 })
  expect(registerPlace(madePlan(records, {}, { source: null }).source)).toEqual({ topic: 'orders', partition: 0 })
})
