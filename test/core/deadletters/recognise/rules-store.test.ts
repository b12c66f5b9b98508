import { expect, it, onTestFinished } from 'vitest'
import { RulesStore } from '../../../../core/deadletters/recognise/rules-store.ts'
import { WorkbenchStore } from '../../../../core/storage/workbench-store.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const mapping = { id: '1', pattern: 'errors', role: 'dlq', dialect: null, originTopic: 'orders', group: null } as const
const dialect = { id: 'shop', name: 'Shop', newest: 'last', fields: [{ header: 'why', field: 'message', encoding: 'utf8', path: null }], owned: [], payload: 'full', recordTime: 'failure' } as const

it('keeps mappings per cluster and dialects for all', async () => {
  const store = await WorkbenchStore.open(await tempFolder())
  onTestFinished(async () => store.close())
  const rules = new RulesStore(store)
  expect(await rules.setMapping('c', mapping)).toEqual([mapping])
  expect(await rules.setMapping('c', { ...mapping, group: 'billing' })).toEqual([{ ...mapping, group: 'billing' }])
  expect([rules.mappings('c').length, rules.mappings('d'), await rules.removeMapping('c', '1')]).toEqual([1, [], []])
  expect(rules.dialects()).toEqual([])
  expect(await rules.setDialect(dialect)).toEqual([{ ...dialect, id: 'user:shop' }])
  expect(rules.dialects().map(({ id, name }) => [id, name])).toEqual([['user:shop', 'Shop']])
  await rules.setDialect({ ...dialect, id: 'user:shop', name: 'The shop' })
  expect(new RulesStore(store).dialects().map(({ name }) => name)).toEqual(['The shop'])
  expect(await rules.removeDialect('user:shop')).toEqual([])
  expect(rules.dialects()).toEqual([])
})
