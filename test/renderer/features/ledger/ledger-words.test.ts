// What is chosen above the ledger becomes one question to the core.
import { expect, it } from 'vitest'
import { AUDIT_ACTIONS } from '../../../../core/contract/audit.ts'
import { ACTIONS, ASKED_FOR_ALL, filterOf, isNarrowed, labelOf } from '../../../../renderer/features/ledger/ledger-words.ts'

it('asks for everything unless something is chosen', () => {
  expect([filterOf(ASKED_FOR_ALL, 0), isNarrowed(ASKED_FOR_ALL), isNarrowed({ ...ASKED_FOR_ALL, text: ' ' })]).toEqual([{}, false, false])
})

it('puts the choices together, times to the minute', () => {
  const asked = { text: ' orders ', action: 'replay', connectionId: 'prod', period: 'hour' } as const
  expect(filterOf(asked, 7_265_000)).toEqual({ text: 'orders', actions: ['replay'], connectionId: 'prod', fromMs: 3_660_000 })
  expect(filterOf(asked, 7_265_000)).toEqual(filterOf(asked, 7_279_999))
  expect(isNarrowed(asked)).toBe(true)
})

it('has a word for every action', () => {
  expect(ACTIONS.map(({ action }) => action).toSorted()).toEqual([...AUDIT_ACTIONS].toSorted())
  expect(labelOf('poison-pill')).toBe('Poison pill')
})
