// Producer ids: unique for the life of a data folder.
import { expect, it } from 'vitest'
import { ProducerIds } from '../../../core/log/producer-ids.ts'
import { openTestStorage } from '../../support/storage.ts'

it('producer ids are never given twice, not even after a restart in the middle of a block', async () => {
  const t = await openTestStorage()
  const first = new ProducerIds(t.storage)
  const given = await Promise.all(Array.from({ length: 2500 }, () => first.allocate()))
  const second = new ProducerIds(await t.reopen())
  given.push(await second.allocate())
  expect(new Set(given).size).toBe(2501)
  await t.close()
})
