// API.md says what the handlers are.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { API_TABLE_FILE, apiTable, notImplemented } from './api-table.ts'

it('API.md is what `npm run api-table` writes', () => {
  expect(readFileSync(API_TABLE_FILE, 'utf8')).toBe(apiTable())
})

it.each([
  ['Fetch (1). Not implemented: racks (KIP-392), replicas.', 'racks (KIP-392), replicas'],
  ['Fetch (1). Not implemented: racks. Versions: v3.', 'racks'],
  ['Fetch (1). Not implemented: listener.name.* configs, v1.2 of it.', 'listener.name.* configs, v1.2 of it'],
  ['Fetch (1). All of it.', undefined],
])('what is missing is read from %j', (header, missing) => {
  expect(notImplemented(header)).toBe(missing)
})
